import { Agent } from 'undici';
import { guardedConnector, type Resolve } from './guarded-connector.ts';
import { PostAttempt, type PostOutcome } from './post-attempt.ts';
import type { SignedRequest } from './signed-request.ts';

/** Posts callbacks, over connections that are kept between them. */
export interface CallbackClient {
  /** Never rejects. Redirects are not followed. */
  post(url: string, request: SignedRequest): Promise<PostOutcome>;
  close(): Promise<void>;
}

export interface CallbackClientOptions {
  allowPrivate: boolean;
  /** Connections to one origin, at most. */
  connections: number;
  /** Default: the system's. */
  resolve?: Resolve;
  /** Default 10 s. */
  totalMs?: number;
  /** Default 2 s. */
  connectTimeoutMs?: number;
}

const BODY_BYTES = 64 * 1024;
const BODY_MS = 1_000;
/** Shorter than servers keep theirs (Node: 5 s), so that a callback seldom meets a connection that is being closed. */
const IDLE_MS = 4_000;
const LONGEST_IDLE_MS = 30_000;

export function createCallbackClient(options: CallbackClientOptions): CallbackClient {
  const { allowPrivate, connections, resolve, totalMs = 10_000, connectTimeoutMs = 2_000 } = options;
  const limits = { totalMs, bodyBytes: BODY_BYTES, bodyMs: BODY_MS };
  const agent = new Agent({
    connect: guardedConnector({ allowPrivate, connectTimeoutMs, ...(resolve && { resolve }) }),
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: LONGEST_IDLE_MS,
    // The attempt's own timers are exact; these are not.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return {
    async post(url, { body, headers }) {
      const { origin, pathname, search } = new URL(url);
      const attempt = new PostAttempt(limits);
      try {
        agent.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, attempt);
      } catch (error) {
        attempt.fail(error);
      }
      return attempt.outcome;
    },
    close: () => agent.destroy(),
  };
}
