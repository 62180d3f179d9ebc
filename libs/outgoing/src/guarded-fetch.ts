import type { LookupFunction } from 'node:net';
import { isPublicUnicast, literalAddressOf } from '@gatehouse/callback-address';
import { lookUpName } from '@gatehouse/name-lookup';
import { Agent, request } from 'undici';
import { AddressNotAllowed, AnswerTooLong, OutOfTime } from './failure-words.ts';
import { type GuardOptions, guardedConnections, IDLE_MS } from './guarded-connections.ts';

export interface GuardedFetchOptions {
  allowPrivate: boolean;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction;
  /** Limits everything: connecting, sending, the whole answer. Default 5 s. */
  totalMs?: number;
  /** Default 2 s. */
  connectTimeoutMs?: number;
  /** How a certificate is checked, where its host's own name and the known authorities do not say it. */
  tls?: GuardOptions['tls'];
  /** What is read of an answer, its headers included. Default 256 KiB. */
  maxBytes?: number;
}

/** What a request needs of `fetch`'s. */
export interface GuardedRequest {
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: string | undefined;
}

export interface GuardedFetch {
  /** The whole answer, whatever its status. Rejects with an error that `failureWords` knows. Redirects are not followed. */
  fetch(url: string, request?: GuardedRequest): Promise<Response>;
  /** What is under way ends first. */
  close(): void;
}

const NO_BODY = new Set([204, 205, 304]);

/** Fetches over guarded connections, which are kept alive. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { allowPrivate, lookup = lookUpName, totalMs = 5_000, connectTimeoutMs = 2_000 } = options;
  const { maxBytes = 256 * 1024 } = options;
  const { connect } = guardedConnections({
    ...{ allowPrivate, connectTimeoutMs, lookup },
    ...(options.tls !== undefined && { tls: options.tls }),
  });
  const dispatcher = new Agent({
    ...{ connect, allowH2: false, pipelining: 1, maxHeaderSize: maxBytes },
    ...{ headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS },
  });

  async function answered(
    url: URL,
    { method = 'GET', headers = {}, body }: GuardedRequest,
    signal: AbortSignal,
  ) {
    const settings = { dispatcher, method, headers, signal, ...(body !== undefined && { body }) };
    const answer = await request(url, settings as Parameters<typeof request>[1]);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw new AnswerTooLong();
      chunks.push(chunk);
    }
    const whole = NO_BODY.has(answer.statusCode) ? null : Buffer.concat(chunks);
    return new Response(whole, { status: answer.statusCode, headers: headersOf(answer.headers) });
  }

  return {
    async fetch(text, asked = {}) {
      const url = new URL(text);
      const literal = literalAddressOf(url);
      if (literal !== undefined && !allowPrivate && !isPublicUnicast(literal)) throw new AddressNotAllowed();
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(new OutOfTime()), totalMs);
      try {
        return await answered(url, asked, limit.signal);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => void dispatcher.close(),
  };
}

function headersOf(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
}
