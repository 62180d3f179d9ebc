import type { LookupFunction } from 'node:net';
import { isPublicUnicast, literalAddressOf } from '@gatehouse/callback-address';
import { lookUpName } from '@gatehouse/name-lookup';
import { ADDRESS_NOT_ALLOWED, CONNECTION_RESET, guardedConnections } from '@gatehouse/outgoing';
import { postLeniently } from './lenient-post.ts';
import type { PostOutcome, TriedPost } from './post-outcome.ts';
import type { SignedRequest } from './sign-request.ts';
import { strictPosts } from './strict-posts.ts';

/** Posts callbacks over connections that are kept alive. */
export interface CallbackClient {
  /** Never rejects. Redirects are not followed. */
  post(url: string, request: SignedRequest): Promise<PostOutcome>;
  close(): void;
}

export interface CallbackClientOptions {
  allowPrivate: boolean;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  /** Default 10 s. */
  totalMs?: number;
  /** Default 2 s. */
  connectTimeoutMs?: number;
}

/** Tries on kept connections that turn out to be closed, before that counts as a failed attempt. */
const STALE_TRIES = 3;
/** Origins whose answers undici did not read, as far as they are remembered. */
const LENIENT_ORIGINS = 1_000;

/**
 * Only an answer's status counts, so its form is read leniently. undici, which costs less, does not: an origin whose answer it
 * could not read is posted to again at once by Node's client, under the same id, and from then on by that one alone.
 */
export function createCallbackClient(options: CallbackClientOptions): CallbackClient {
  const { allowPrivate, totalMs = 10_000, connectTimeoutMs = 2_000, lookup = lookUpName } = options;
  const connections = guardedConnections({ allowPrivate, connectTimeoutMs, lookup });
  const strict = strictPosts(connections.connect);
  const lenient = new Set<string>();

  function addLenient(origin: string): void {
    const [oldest] = lenient;
    if (lenient.size >= LENIENT_ORIGINS && oldest !== undefined) lenient.delete(oldest);
    lenient.add(origin);
  }

  return {
    async post(text, request) {
      const url = new URL(text);
      const literal = literalAddressOf(url);
      if (literal !== undefined && !allowPrivate && !isPublicUnicast(literal)) {
        return { error: ADDRESS_NOT_ALLOWED };
      }
      const until = performance.now() + totalMs;
      const { body, headers } = request;
      for (let tries = 1; ; tries++) {
        const post = { url, body, headers, totalMs: until - performance.now() };
        const isLenient = lenient.has(url.origin);
        const tried = await (isLenient ? postLeniently(post, connections.agents) : strict.post(post));
        if (tried.isUnreadable === true) addLenient(url.origin);
        else if (!isStale(tried) || tries >= STALE_TRIES) return tried.outcome;
      }
    },
    close() {
      strict.close();
      connections.agents.http.destroy();
      connections.agents.https.destroy();
    },
  };
}

function isStale({ outcome, reused }: TriedPost): boolean {
  return reused && 'error' in outcome && outcome.error === CONNECTION_RESET;
}
