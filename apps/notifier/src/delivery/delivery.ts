import type { DeliveryAttempt, DeliveryState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import type { Draft } from '@gatehouse/store';
import {
  type Content,
  type ContentToSend,
  isExpired,
  type RegistrationContent,
  receiverOf,
} from './content.domain.ts';
import { retryAfterMs } from './retry-after.domain.ts';
import { type Schedule, waitBefore } from './schedule.domain.ts';

/** One delivery as it is kept: its state as the contract has it, and beside it what sending needs. */
export interface DeliveryDocument extends EntityDocument<DeliveryState> {
  content: Content;
  /** Attempts made before the schedule last began. */
  attemptsBefore: number;
  /** How many older secrets the receiver has called for since the schedule began, by 401 or 403. */
  secretStep: number;
  /** Which secrets they refused since the newest was tried, by id, and the `secretStep` that came of it. */
  refusals?: { step: number; secretIds: readonly string[] };
  /** Present while pending, with `wakeAt`. */
  receiver?: string;
  /** When a worker may next take it (milliseconds): when it is due, or when the claim of the one that has it ends. */
  wakeAt?: number;
  /** The worker that has it until `wakeAt`. */
  claimedBy?: string;
  /** `<registration>/<generation, ten digits>`, of a registration's email. */
  registrationKey?: string;
}

export type DeliveryDraft = Draft<DeliveryDocument>;

/** Something that another document lists as owed: one delivery is made of it, under its id. */
export interface ItemToSend {
  id: string;
  /** When it came to be owed: ISO 8601. */
  at: string;
  /** The invitation or registration. */
  causedBy: string;
  serviceId: string;
  correlationId: string;
  content: ContentToSend;
}

/** How one attempt ended. Error texts are fixed words. */
export type AttemptResult =
  /**
   * The receiver answered. `error` says what is wrong with a status that tells too little. `tried`: the ids of the secret
   * that signed and of those refused before it.
   */
  | { kind: 'answered'; status: number; error?: string; retryAfter?: string; tried?: readonly string[] }
  /** It took the email. */
  | { kind: 'accepted'; status?: number }
  /** No answer that counts came. */
  | { kind: 'unanswered'; error: string; status?: number }
  /** A later generation of the email is there, or its link has run out: it is not to be sent any more. */
  | { kind: 'superseded'; error: 'superseded' | 'link expired' }
  /** No attempt can ever be made. */
  | { kind: 'refused'; error: string };

export interface MadeAttempt {
  startedAt: number;
  endedAt: number;
  result: AttemptResult;
}

const GONE = 410;
const SENT_OFF: ReadonlySet<number> = new Set([401, 403]);
const LATE_MS = 60_000;
const READ_ON_MS = 5_000;

/**
 * A delivery for what is owed, due as the schedule's first step says. A registration's email that comes late waits some
 * seconds at least: who was away may read only now that it was sent again, or is wanted no more.
 */
export function newDelivery(item: ItemToSend, schedule: Schedule, now: number): DeliveryDraft {
  const { content } = item;
  const at = iso(now);
  const state: DeliveryState = {
    id: item.id,
    kind: content.kind === 'callback' ? 'callback' : 'email',
    serviceId: item.serviceId,
    causedBy: item.causedBy,
    ...(content.kind === 'callback' ? { url: content.url } : { to: content.to }),
    status: 'pending',
    attempts: [],
    correlationId: item.correlationId,
    createdAt: at,
    updatedAt: at,
  };
  const isLate = content.kind === 'registration' && Date.parse(item.at) < now - LATE_MS;
  const key = content.kind === 'registration' && { registrationKey: registrationKey(content) };
  const delivery = { _id: item.id, content, attemptsBefore: 0, secretStep: 0, ...key, state };
  return pending(delivery, schedule, now, 0, isLate ? { leastMs: READ_ON_MS } : {});
}

/** The same delivery, a worker's own until `until`. */
export function claimed(delivery: DeliveryDraft, worker: string, until: number): DeliveryDraft {
  return { ...delivery, claimedBy: worker, wakeAt: until };
}

/** The same delivery, free for any worker from when it is due. */
export function released(delivery: DeliveryDraft): DeliveryDraft {
  const { claimedBy: _, ...free } = delivery;
  return { ...free, wakeAt: Date.parse(delivery.state.nextAttemptAt ?? delivery.state.updatedAt) };
}

/** What an attempt makes of a delivery. One that ended meanwhile keeps its end, unless the attempt brought it through. */
export function afterAttempt(delivery: DeliveryDraft, made: MadeAttempt, schedule: Schedule): DeliveryDraft {
  const { result, endedAt } = made;
  const attempts = [...delivery.state.attempts, attemptOf(made)];
  const tried = { ...delivery, state: { ...delivery.state, attempts, updatedAt: iso(endedAt) } };
  if (isDelivered(result)) return ended(tried, 'delivered');
  if (delivery.state.status !== 'pending') return tried;
  if (result.kind === 'superseded') return withoutSealed(ended(tried, 'failed'), tried.content);
  if (result.kind === 'refused' || (result.kind === 'answered' && result.status === GONE)) {
    return ended(tried, 'failed');
  }
  const next = { ...tried, ...afterRefusal(delivery, result) };
  const asked = result.kind === 'answered' ? retryAfterMs(result.retryAfter, endedAt) : undefined;
  return pending(next, schedule, endedAt, attempts.length - delivery.attemptsBefore, { askedMs: asked });
}

/** What is remembered of a 401 or 403: which secret not to sign with next. */
function afterRefusal({ secretStep }: DeliveryDraft, result: AttemptResult) {
  if (result.kind !== 'answered' || !SENT_OFF.has(result.status)) return {};
  const step = secretStep + 1;
  return { secretStep: step, ...(result.tried && { refusals: { step, secretIds: result.tried } }) };
}

/** Begins the schedule anew; or says why not. */
export function redelivered(
  delivery: DeliveryDraft,
  schedule: Schedule,
  now: number,
): DeliveryDraft | 'pending' | 'content dropped' {
  const { state, content } = delivery;
  if (state.status === 'pending') return 'pending';
  const isDropped =
    content.kind === 'registration' && (content.sealed === undefined || isExpired(content, now));
  if (isDropped || content.kind === 'lost') return 'content dropped';
  const { refusals: _, ...kept } = delivery;
  const anew = { ...kept, attemptsBefore: state.attempts.length, secretStep: 0 };
  return pending({ ...anew, state: { ...state, updatedAt: iso(now) } }, schedule, now, 0);
}

/**
 * Ends a registration's email that nobody may want any more, or takes out the link that a failed one keeps for another
 * try; undefined where nothing is left to do.
 */
export function superseded(delivery: DeliveryDraft, now: number): DeliveryDraft | undefined {
  const { state, content } = delivery;
  if (state.status !== 'pending') return isSealed(content) ? withoutSealed(delivery, content) : undefined;
  const at = iso(now);
  const attempts = [...state.attempts, { at, error: 'superseded', durationMs: 0 }];
  return ended(
    { ...withoutSealed(delivery, content), state: { ...state, attempts, updatedAt: at } },
    'failed',
  );
}

/** Orders a registration's generations as text. */
export function registrationKey({
  registrationId,
  generation,
}: Pick<RegistrationContent, 'registrationId' | 'generation'>): string {
  return `${registrationId}/${String(generation).padStart(10, '0')}`;
}

function pending(
  delivery: DeliveryDraft,
  schedule: Schedule,
  now: number,
  index: number,
  { askedMs, leastMs = 0 }: { askedMs?: number | undefined; leastMs?: number } = {},
): DeliveryDraft {
  const scheduled = waitBefore(index, schedule, askedMs);
  if (scheduled === undefined) return ended(delivery, 'failed');
  const wait = Math.max(scheduled, leastMs);
  const { claimedBy: _, ...free } = delivery;
  const { content, state } = delivery;
  return {
    ...free,
    receiver: receiverOf(content),
    wakeAt: now + wait,
    state: { ...state, status: 'pending', nextAttemptAt: iso(now + wait) },
  };
}

/** What is over needs no worker; what was delivered needs its token and code no more, while a failed one may be sent again. */
function ended(delivery: DeliveryDraft, status: 'delivered' | 'failed'): DeliveryDraft {
  const { receiver: _r, wakeAt: _w, claimedBy: _c, ...rest } = delivery;
  const { nextAttemptAt: _, ...state } = delivery.state;
  const over = { ...rest, state: { ...state, status } };
  return status === 'delivered' ? withoutSealed(over, over.content) : over;
}

/** The same delivery, ended as it is known to have ended. */
export function endedAs(delivery: DeliveryDocument, state: DeliveryState): DeliveryDocument {
  const { version } = delivery;
  const status = state.status === 'delivered' ? 'delivered' : 'failed';
  return { ...ended({ ...delivery, state }, status), version };
}

function withoutSealed(delivery: DeliveryDraft, content: Content): DeliveryDraft {
  if (content.kind !== 'registration') return delivery;
  const { sealed: _, ...rest } = content;
  return { ...delivery, content: rest };
}

function isSealed(content: Content): boolean {
  return content.kind === 'registration' && content.sealed !== undefined;
}

function isDelivered(result: AttemptResult): boolean {
  return result.kind === 'accepted' || (result.kind === 'answered' && isSuccess(result.status));
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
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
