import type { DeliveryAttempt, DeliveryState } from '@gatehouse/contracts';
import { type Content, isExpired, type RegistrationContent, receiverOf } from './content.domain.ts';
import type { Message } from './messages.domain.ts';
import { retryAfterMs } from './retry-after.domain.ts';
import { type Schedule, waitBefore } from './schedule.domain.ts';

/** A message and the record of its attempts: the state that its events publish, and what only sending needs. */
export interface Delivery {
  _id: string;
  state: DeliveryState;
  content: Content;
  /** Attempts made before the schedule last began. */
  attemptsBefore: number;
  /** The secrets, by id, that the receiver refused by 401 or 403 since the newest was tried. */
  refusedSecrets?: readonly string[];
  /** Whose deliveries it waits with; present while pending, as `wakeAt` is. */
  receiver?: string;
  /** When a dispatcher may next lease it (milliseconds): when it is due, or when the lease of the one that has it ends. */
  wakeAt?: number;
  /** The dispatcher that has it until `wakeAt`. */
  leasedBy?: string;
  /** `<registration>/<generation, ten digits>`, of a registration's email. */
  registrationKey?: string;
}

/** How one attempt ended. Error texts are fixed words. */
export type AttemptResult =
  /**
   * The receiver answered. `error` says what is wrong with a status that says too little. `triedSecrets`: the ids of the
   * secret that signed and of those refused before it.
   */
  | {
      kind: 'answered';
      status: number;
      error?: string;
      retryAfter?: string;
      triedSecrets?: readonly string[];
    }
  /** It took the email. */
  | { kind: 'accepted'; status?: number }
  /** No answer that counts came. */
  | { kind: 'unanswered'; error: string; status?: number }
  /** A later generation of the email is there, or its link has run out: it is not to be sent any more. */
  | { kind: 'superseded'; error: 'superseded' | 'link expired' }
  /** No further attempt can succeed. */
  | { kind: 'refused'; error: string; status?: number };

export interface MadeAttempt {
  startedAt: number;
  endedAt: number;
  result: AttemptResult;
}

const GONE = 410;
/** Answers to a JWT whose secret the receiver does not know, or no longer. */
const UNAUTHORIZED: ReadonlySet<number> = new Set([401, 403]);
const LATE_MS = 60_000;
const LATE_WAIT_MS = 5_000;

/**
 * A message's delivery, due as the schedule's first step says. A registration's email that comes late waits some seconds
 * at least: this reader may have been away, and may yet read that it was sent again or is no longer wanted.
 */
export function newDelivery(message: Message, schedule: Schedule, now: number): Delivery {
  const { content } = message;
  const at = iso(now);
  const state: DeliveryState = {
    id: message.id,
    kind: content.kind === 'callback' ? 'callback' : 'email',
    serviceId: message.serviceId,
    causedBy: message.causedBy,
    ...(content.kind === 'callback' ? { url: content.url } : { to: content.to }),
    status: 'pending',
    attempts: [],
    correlationId: message.correlationId,
    createdAt: at,
    updatedAt: at,
  };
  const isLate = content.kind === 'registration' && Date.parse(message.at) < now - LATE_MS;
  const key = content.kind === 'registration' && { registrationKey: registrationKey(content) };
  const delivery = { _id: message.id, content, attemptsBefore: 0, ...key, state };
  return pending(delivery, schedule, now, isLate ? { leastMs: LATE_WAIT_MS } : {});
}

/** The same delivery, a dispatcher's own until `until`. */
export function leased(delivery: Delivery, leasedBy: string, until: number): Delivery {
  return { ...delivery, leasedBy, wakeAt: until };
}

/** The same delivery, free for any dispatcher from when it is due. */
export function released(delivery: Delivery): Delivery {
  const { leasedBy: _, ...free } = delivery;
  return { ...free, wakeAt: Date.parse(delivery.state.nextAttemptAt ?? delivery.state.updatedAt) };
}

/** A delivery after an attempt. One that ended meanwhile keeps its end, unless the attempt succeeded. */
export function afterAttempt(delivery: Delivery, made: MadeAttempt, schedule: Schedule): Delivery {
  const { result, endedAt } = made;
  const attempts = [...delivery.state.attempts, attemptOf(made)];
  const attempted = { ...delivery, state: { ...delivery.state, attempts, updatedAt: iso(endedAt) } };
  if (isDelivered(result)) return ended(attempted, 'delivered');
  if (delivery.state.status !== 'pending') return attempted;
  if (result.kind === 'superseded') return withoutSealed(ended(attempted, 'failed'));
  if (result.kind === 'unanswered') return pending(attempted, schedule, endedAt);
  if (result.kind !== 'answered' || result.status === GONE) return ended(attempted, 'failed');
  const { status, triedSecrets, retryAfter } = result;
  const refused = UNAUTHORIZED.has(status) && triedSecrets && { refusedSecrets: triedSecrets };
  const askedMs = retryAfterMs(retryAfter, endedAt);
  return pending({ ...attempted, ...refused }, schedule, endedAt, { askedMs });
}

/** The same delivery with its schedule started again; or why that cannot be. */
export function redelivered(
  delivery: Delivery,
  schedule: Schedule,
  now: number,
): Delivery | 'pending' | 'content dropped' {
  const { state, content } = delivery;
  if (state.status === 'pending') return 'pending';
  const isDropped =
    content.kind === 'registration' && (content.sealed === undefined || isExpired(content, now));
  if (isDropped || content.kind === 'lost') return 'content dropped';
  const { refusedSecrets: _, ...kept } = delivery;
  const again = { ...kept, attemptsBefore: state.attempts.length };
  return pending({ ...again, state: { ...state, updatedAt: iso(now) } }, schedule, now);
}

/**
 * Ends a registration's pending email that a later one replaces, or takes out the link that a failed one keeps for
 * redelivery; undefined where nothing is left to do.
 */
export function superseded(delivery: Delivery, now: number): Delivery | undefined {
  const { state, content } = delivery;
  const isSealed = content.kind === 'registration' && content.sealed !== undefined;
  if (state.status !== 'pending') return isSealed ? withoutSealed(delivery) : undefined;
  const at = iso(now);
  const attempts = [...state.attempts, { at, error: 'superseded', durationMs: 0 }];
  return ended({ ...withoutSealed(delivery), state: { ...state, attempts, updatedAt: at } }, 'failed');
}

/** A delivered email of which it was told later that it never arrived. */
export function failedLater(delivery: Delivery, error: string, now: number): Delivery {
  const { state } = delivery;
  const at = iso(now);
  const attempts = [...state.attempts, { at, error, durationMs: 0 }];
  return { ...delivery, state: { ...state, attempts, updatedAt: at, status: 'failed' } };
}

/** Orders a registration's generations as text. */
export function registrationKey({
  registrationId,
  generation,
}: Pick<RegistrationContent, 'registrationId' | 'generation'>): string {
  return `${registrationId}/${String(generation).padStart(10, '0')}`;
}

function pending(
  delivery: Delivery,
  schedule: Schedule,
  now: number,
  { askedMs, leastMs = 0 }: { askedMs?: number | undefined; leastMs?: number } = {},
): Delivery {
  const { leasedBy: _, ...free } = delivery;
  const { content, state, attemptsBefore } = delivery;
  const scheduled = waitBefore(state.attempts.length - attemptsBefore, schedule, askedMs);
  if (scheduled === undefined) return ended(delivery, 'failed');
  const wakeAt = now + Math.max(scheduled, leastMs);
  const pendingState = { ...state, status: 'pending' as const, nextAttemptAt: iso(wakeAt) };
  return { ...free, receiver: receiverOf(content), wakeAt, state: pendingState };
}

/** Once delivered, token and code are no longer needed; a failed email keeps them for redelivery. */
function ended(delivery: Delivery, status: 'delivered' | 'failed'): Delivery {
  const { receiver: _r, wakeAt: _w, leasedBy: _l, ...rest } = delivery;
  const { nextAttemptAt: _, ...state } = delivery.state;
  const over = { ...rest, state: { ...state, status } };
  return status === 'delivered' ? withoutSealed(over) : over;
}

/** The same delivery, ended as it is known to have ended. */
export function endedAs(delivery: Delivery, state: DeliveryState): Delivery {
  return ended({ ...delivery, state }, state.status === 'delivered' ? 'delivered' : 'failed');
}

function withoutSealed(delivery: Delivery): Delivery {
  if (delivery.content.kind !== 'registration') return delivery;
  const { sealed: _, ...content } = delivery.content;
  return { ...delivery, content };
}

function isDelivered(result: AttemptResult): boolean {
  if (result.kind === 'answered') return result.status >= 200 && result.status < 300;
  return result.kind === 'accepted';
}

function attemptOf({ startedAt, endedAt, result }: MadeAttempt): DeliveryAttempt {
  const error = 'error' in result ? result.error : undefined;
  const status = 'status' in result ? result.status : undefined;
  return {
    at: iso(startedAt),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    durationMs: Math.max(0, Math.round(endedAt - startedAt)),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
