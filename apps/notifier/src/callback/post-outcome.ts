import { ADDRESS_NOT_ALLOWED } from '@gatehouse/outgoing';
import type { AttemptResult } from '../delivery/attempt.domain.ts';
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

/** What a request's end means for a delivery. */
export function resultOfPost(outcome: PostOutcome): AttemptResult {
  if ('status' in outcome) {
    const isRedirect = outcome.status >= 300 && outcome.status < 400;
    return { kind: 'answered', ...outcome, ...(isRedirect && { error: 'redirect not followed' }) };
  }
  const { error } = outcome;
  return error === ADDRESS_NOT_ALLOWED ? { kind: 'refused', error } : { kind: 'unanswered', error };
}
