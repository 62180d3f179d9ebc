import type { DeliveryAttempt, DeliveryState } from '@gatehouse/contracts';
import { attemptOf, isDelivered, type MadeAttempt } from './attempt.domain.ts';
import type { Kind, Kinds } from './kind.domain.ts';
import { generationOf, type ListedMessage, type SingleMessage } from './listed-message.domain.ts';
import { retryAfterMs } from './retry-after.domain.ts';
import { type ScheduleName, type Schedules, waitBefore } from './schedule.domain.ts';

/** A message and the record of its attempts: the state that its events publish, and what only sending needs. */
export interface Delivery {
  _id: string;
  state: DeliveryState;
  /**
   * What is delivered. It is stored outside the state, so that no event and no answer carries it. Absent where a delivery
   * that was over before is all that is left of it.
   */
  message?: SingleMessage;
  /** Whose deliveries it waits with. */
  queue: string;
  schedule: ScheduleName;
  /** Attempts made before the schedule last began. */
  attemptsBefore: number;
  /** The secrets, by id, that the receiver refused by 401 or 403 since the newest was tried. */
  refusedSecrets?: readonly string[];
  /** `queue` while it is pending, as `wakeAt` is. */
  receiver?: string;
  /** When a dispatcher may next lease it (milliseconds): when it is due, or when the lease of the one that has it ends. */
  wakeAt?: number;
  /** The dispatcher that has it until `wakeAt`. */
  leasedBy?: string;
  /** While it is pending: deliveries with one key are sent one at a time, in the order of `orderSeq`. */
  orderKey?: string;
  orderSeq?: number;
  /** `orderKey` of the one that may be sent now. */
  headKey?: string;
  /** `<entity>/<generation, ten digits>`, of a message with a generation. */
  generationKey?: string;
  /** The version of the entity at which such a message was read. */
  listedAt?: number;
}

type EndStatus = Exclude<DeliveryState['status'], 'pending'>;

const GONE = 410;
/** Answers to a JWT whose secret the receiver does not know, or no longer. */
const UNAUTHORIZED: ReadonlySet<number> = new Set([401, 403]);
const LATE_MS = 60_000;
const LATE_WAIT_MS = 5_000;

/** What became too late to be sent. */
export const EXPIRED = 'expired';
/** Whom an email was for is gone. */
export const RECIPIENT_REMOVED = 'recipient removed';
/** After these nothing is ever sent. */
const FOR_GOOD: ReadonlySet<string> = new Set([EXPIRED, RECIPIENT_REMOVED]);

/**
 * A message's delivery, due as the schedule's first step says. One with a generation that comes late waits some seconds at
 * least: this reader may have been away, and may yet read that the message was superseded.
 */
export function newDelivery(
  { message, causedBy, listedAt }: ListedMessage,
  { kinds, schedules }: { kinds: Kinds; schedules: Schedules },
  now: number,
): Delivery {
  const kind = kinds[message.kind] as Kind;
  const at = iso(now);
  const state: DeliveryState = {
    id: message.id,
    kind: message.kind,
    ...('serviceId' in message && { serviceId: message.serviceId }),
    causedBy,
    ...kind.shown(message),
    status: 'pending',
    attempts: [],
    correlationId: message.correlationId,
    createdAt: at,
    updatedAt: at,
  };
  const generation = generationOf(message);
  const isLate = generation !== undefined && Date.parse(message.at) < now - LATE_MS;
  const delivery: Delivery = {
    _id: message.id,
    message,
    attemptsBefore: 0,
    queue: kind.queueOf(message),
    schedule: kind.scheduleOf(message),
    ...(generation !== undefined && { generationKey: generationKey(causedBy, generation), listedAt }),
    state,
  };
  return pending(delivery, schedules, now, isLate ? { leastMs: LATE_WAIT_MS } : {});
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
export function afterAttempt(delivery: Delivery, made: MadeAttempt, schedules: Schedules): Delivery {
  const { result, endedAt } = made;
  if (result.kind === 'superseded') return superseded(delivery, endedAt) ?? delivery;
  const attempts = [...delivery.state.attempts, attemptOf(made)].sort(byBeginning);
  const attempted = {
    ...delivery,
    state: { ...delivery.state, ...result.shown, attempts, updatedAt: iso(endedAt) },
  };
  if (isDelivered(result)) return ended(attempted, 'delivered');
  if (delivery.state.status !== 'pending') return attempted;
  if (result.kind === 'refused' && FOR_GOOD.has(result.error)) {
    const kept = result.error === RECIPIENT_REMOVED ? withoutAddress(attempted) : attempted;
    return withoutSealed(ended(kept, 'failed'));
  }
  if (result.kind === 'unanswered') return pending(attempted, schedules, endedAt);
  if (result.kind !== 'answered' || result.status === GONE) return ended(attempted, 'failed');
  const { status, triedSecrets, retryAfter } = result;
  const refused = UNAUTHORIZED.has(status) && triedSecrets && { refusedSecrets: triedSecrets };
  const askedMs = retryAfterMs(retryAfter, endedAt);
  return pending({ ...attempted, ...refused }, schedules, endedAt, { askedMs });
}

/** An attempt may be recorded after what ended the delivery meanwhile. */
function byBeginning(one: DeliveryAttempt, other: DeliveryAttempt): number {
  return Date.parse(one.at) - Date.parse(other.at);
}

/** When a message stops being of use: it is failed then, not later. */
function endOf(message: SingleMessage | undefined): number {
  return message?.kind === 'email' && message.notAfter !== undefined
    ? Date.parse(message.notAfter)
    : Number.POSITIVE_INFINITY;
}

/** Whether another delivery is to be over first. */
export function isWaiting({ orderKey, headKey }: Delivery): boolean {
  return orderKey !== undefined && headKey === undefined;
}

/**
 * Ends a pending delivery that a later generation replaces, or takes out the secrets that a failed one keeps for
 * redelivery; undefined where nothing is left to do.
 */
export function superseded(delivery: Delivery, now: number): Delivery | undefined {
  const { state, message } = delivery;
  const isSealed = message?.kind === 'email' && message.sealed !== undefined;
  if (state.status !== 'pending') return isSealed ? withoutSealed(delivery) : undefined;
  return ended({ ...delivery, state: { ...state, updatedAt: iso(now) } }, 'superseded');
}

/** A delivered email of which it was told later that it never arrived. */
export function failedLater(delivery: Delivery, error: string, now: number): Delivery {
  const { state } = delivery;
  const at = iso(now);
  const attempts = [...state.attempts, { at, error, durationMs: 0 }];
  return { ...delivery, state: { ...state, attempts, updatedAt: at, status: 'failed' } };
}

/** Orders an entity's generations as text. */
export function generationKey(causedBy: string, generation: number): string {
  return `${causedBy}/${String(generation).padStart(10, '0')}`;
}

export function pending(
  delivery: Delivery,
  schedules: Schedules,
  now: number,
  { askedMs, leastMs = 0 }: { askedMs?: number | undefined; leastMs?: number } = {},
): Delivery {
  const { leasedBy: _, ...free } = delivery;
  const { message, queue: receiver, schedule: name, state, attemptsBefore } = delivery;
  const scheduled = waitBefore(state.attempts.length - attemptsBefore, schedules, { name, askedMs });
  if (scheduled === undefined) return ended(delivery, 'failed');
  const wakeAt = Math.min(now + Math.max(scheduled, leastMs), Math.max(now, endOf(message)));
  const pendingState = { ...state, status: 'pending' as const, nextAttemptAt: iso(wakeAt) };
  return { ...free, receiver, wakeAt, state: pendingState };
}

/** Once it is delivered or superseded its secrets are no longer needed; a failed one keeps them for redelivery. */
function ended(delivery: Delivery, status: EndStatus): Delivery {
  const { receiver: _r, wakeAt: _w, leasedBy: _l, ...unleased } = delivery;
  const { orderKey: _k, orderSeq: _s, headKey: _h, ...rest } = unleased;
  const { nextAttemptAt: _, ...state } = delivery.state;
  const over = { ...rest, state: { ...state, status } };
  return status === 'failed' ? over : withoutSealed(over);
}

/** The same delivery, failed without an attempt, for a reason in fixed words; undefined where it is over. */
export function givenUp(delivery: Delivery, error: string, now: number): Delivery | undefined {
  if (delivery.state.status !== 'pending') return undefined;
  const attempts = [...delivery.state.attempts, { at: iso(now), error, durationMs: 0 }];
  return ended({ ...delivery, state: { ...delivery.state, attempts, updatedAt: iso(now) } }, 'failed');
}

/** The same delivery, ended as it is known to have ended. */
export function endedAs(delivery: Delivery, state: DeliveryState): Delivery {
  return ended({ ...delivery, state }, state.status === 'pending' ? 'failed' : state.status);
}

function withoutSealed(delivery: Delivery): Delivery {
  if (delivery.message?.kind !== 'email' || delivery.message.sealed === undefined) return delivery;
  const { sealed: _, ...message } = delivery.message;
  return { ...delivery, message };
}

/** Of a person who was removed the record keeps nothing, whenever it is published again. */
function withoutAddress(delivery: Delivery): Delivery {
  const { to: _, ...state } = delivery.state;
  return { ...delivery, state };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
