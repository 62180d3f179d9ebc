import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicUnicast, literalAddressOf } from '@gatehouse/callback-address';
import { lookUpName } from '@gatehouse/name-lookup';
import { ADDRESS_NOT_ALLOWED, CONNECTION_RESET } from '../delivery/failure-words.ts';
import { guardedAgents } from './guarded-agents.ts';
import { outcomeOf, type PostOutcome } from './post-outcome.ts';
import type { SignedRequest } from './sign-request.ts';

/** Posts callbacks over connections that are kept alive. */
export interface CallbackClient {
  /** Never rejects. Redirects are not followed. */
  post(url: string, request: SignedRequest): Promise<PostOutcome>;
  close(): void;
}

export interface CallbackClientOptions {
  allowPrivate: boolean;
  /** Most connections to one origin. */
  connections: number;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  /** Default 10 s. */
  totalMs?: number;
  /** Default 2 s. */
  connectTimeoutMs?: number;
}

const ANSWER_BYTES = 64 * 1024;
const BODY_MS = 1_000;
/** Shorter than servers keep a connection open (Node: 5 s), so that a callback seldom gets one that is being closed. */
const IDLE_MS = 4_000;

/** Tries on kept connections that turn out to be closed, before that counts as a failed attempt. */
const STALE_TRIES = 3;

/** Only an answer's status counts, so its form is read leniently: folded headers, bare line feeds, many headers. */
const READING = { insecureHTTPParser: true, maxHeaderSize: ANSWER_BYTES };

export function createCallbackClient(options: CallbackClientOptions): CallbackClient {
  const { allowPrivate, connections, totalMs = 10_000, connectTimeoutMs = 2_000 } = options;
  const { lookup = lookUpName } = options;
  const limits = { totalMs, answerBytes: ANSWER_BYTES, bodyMs: BODY_MS };
  const agents = guardedAgents(
    { allowPrivate, connectTimeoutMs, lookup },
    { keepAlive: true, maxSockets: connections, timeout: IDLE_MS },
  );

  return {
    async post(text, { body, headers }) {
      const url = new URL(text);
      const literal = literalAddressOf(url);
      if (literal !== undefined && !allowPrivate && !isPublicUnicast(literal)) {
        return { error: ADDRESS_NOT_ALLOWED };
      }
      const secure = url.protocol === 'https:';
      const target = {
        agent: secure ? agents.https : agents.http,
        method: 'POST',
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: url.pathname + url.search,
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        ...READING,
      };
      const until = performance.now() + totalMs;
      for (let tries = 1; ; tries++) {
        const request = (secure ? httpsRequest : httpRequest)(target);
        const outcome = outcomeOf(request, { ...limits, totalMs: until - performance.now() });
        request.end(body);
        const { error } = { error: undefined, ...(await outcome) };
        const isStale = request.reusedSocket && error === CONNECTION_RESET && tries < STALE_TRIES;
        if (!isStale) return outcome;
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
