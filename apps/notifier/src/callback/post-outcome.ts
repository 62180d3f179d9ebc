import type { SignedRequest } from './sign-request.ts';

/** How a request ended: the answer's status and `Retry-After`, or an error in fixed words. */
export type PostOutcome = { status: number; retryAfter?: string } | { error: string };

/** One try of a post, on one connection. */
export interface Post extends SignedRequest {
  url: URL;
  /** Limits everything: connecting, sending, the answer. */
  totalMs: number;
}

/** What a try came to. */
export interface TriedPost {
  outcome: PostOutcome;
  /** Whether the connection had been used before: it may have been closed by the receiver meanwhile. */
  reused: boolean;
  /** The answer breaks the grammar of HTTP in a way that this client does not read. */
  isUnreadable?: boolean;
}

/** No more of an answer is read, and its body for no longer than `BODY_MS`. */
export const ANSWER_BYTES = 64 * 1024;
export const BODY_MS = 1_000;
