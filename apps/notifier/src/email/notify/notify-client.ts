import type { LookupFunction } from 'node:net';
import { lookUpName } from '@gatehouse/name-lookup';
import { failureWords, OutOfTime } from '@gatehouse/outgoing';
import type { NotifyTarget } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import { Agent, request } from 'undici';
import { z } from 'zod';

/** An answer of Notify's API, without its words: they name addresses. */
export interface NotifyAnswer {
  status: number;
  /** What is wrong, as Notify classifies it, and whether it is about the address. */
  faults: readonly { type: string; isOfAddress: boolean }[];
  /** The notification's id at Notify, and what became of it. */
  notification?: { id?: string; status?: string };
}

/** Calls the API of GOV.UK Notify. */
export interface NotifyClient {
  /** Answers, or why no answer came, in fixed words. Never rejects. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<NotifyAnswer | { error: string }>;
  close(): Promise<void>;
}

export interface NotifyClientOptions {
  target: Pick<NotifyTarget, 'origin' | 'issuer' | 'secret'>;
  connections: number;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  now: () => number;
}

const CONNECT_MS = 2_000;
const TOTAL_MS = 10_000;
const MOST_BYTES = 256 * 1024;

const faultsSchema = z.object({ errors: z.array(z.object({ error: z.string(), message: z.string() })) });
const notificationSchema = z.object({ id: z.string().max(100).optional(), status: z.string().optional() });
const listSchema = z.object({ notifications: z.array(notificationSchema) });

export function createNotifyClient(options: NotifyClientOptions): NotifyClient {
  const { target, connections, lookup = lookUpName, now } = options;
  const dispatcher = new Agent({
    connections,
    connect: { lookup, timeout: CONNECT_MS, autoSelectFamily: true },
  });

  /** Notify refuses a token whose `iat` is older than 30 s: each request has its own. */
  function token(): string {
    const claims = { iss: target.issuer, iat: Math.floor(now() / 1_000) };
    return jwt.sign(claims, target.secret, { algorithm: 'HS256' });
  }

  return {
    async call(method, path, body) {
      const signal = AbortSignal.timeout(TOTAL_MS);
      try {
        const answer = await request(`${target.origin}${path}`, {
          dispatcher,
          method,
          signal,
          headers: {
            authorization: `Bearer ${token()}`,
            'user-agent': 'Gatehouse-Email/1',
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return read(answer.statusCode, await textOf(answer.body));
      } catch (error) {
        return { error: failureWords(signal.aborted ? new OutOfTime() : error) };
      }
    },
    close: () => dispatcher.close(),
  };
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A status counts whatever its body is. */
function read(status: number, text: string): NotifyAnswer {
  const body = parsed(text);
  const { errors = [] } = faultsSchema.safeParse(body).data ?? {};
  const faults = errors.map(({ error: type, message }) => {
    return { type, isOfAddress: /\bemail_address\b/.test(message) };
  });
  const listed = listSchema.safeParse(body).data;
  const found = listed === undefined ? notificationSchema.safeParse(body).data : listed.notifications[0];
  const { id, status: became } = found ?? {};
  const notification = { ...(id !== undefined && { id }), ...(became !== undefined && { status: became }) };
  return { status, faults, notification };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
