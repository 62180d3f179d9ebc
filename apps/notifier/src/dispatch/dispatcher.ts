import { createTicker } from '@gatehouse/runtime';
import { EMAIL_RECEIVER } from '../delivery/content.domain.ts';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import type { AttemptResult, DeliveryDocument, DeliveryDraft, MadeAttempt } from '../delivery/delivery.ts';
import { createBacklog } from './due-loader.ts';
import { createHeld } from './held.ts';
import type { Claims } from './leases.ts';
import { createPlaces } from './places.ts';
import type { RecordAttempt } from './record-attempt.ts';
import { createTurns, type Pace, PROMPT_MS, type Turn } from './scheduler.ts';

export interface WorkerOptions {
  collection: Deliveries;
  claims: Claims;
  /** Makes one attempt; never rejects. */
  send: (delivery: DeliveryDocument) => Promise<AttemptResult>;
  record: RecordAttempt;
  /** Attempts begin once this has resolved: what they need is there. */
  ready: Promise<unknown>;
  now: () => number;
  /** Each attempt, with what the delivery became; undefined where it is no more. */
  onAttempt: (made: MadeAttempt, delivery: DeliveryDocument | undefined) => void;
  onError: (error: unknown) => void;
}

/** Works off deliveries: each receiver's by itself, as they fall due. */
export interface Worker {
  /** Keeps a place for a new delivery; false: it shall wait in the store. */
  reserve(receiver: string, id: string): Promise<boolean>;
  cancel(receiver: string, id: string): void;
  /** Whether a delivery's first attempt to the receiver may go before its insertion, and is likely to be over soon. */
  triesFirst(receiver: string): boolean;
  /** A new delivery as it is inserted, where a place was kept for it. */
  stamped(draft: DeliveryDraft): DeliveryDraft;
  /** The delivery whose place was kept: tried at once, or when its receiver's turn comes. */
  take(receiver: string, delivery: DeliveryDocument): void;
  /** A delivery in the store falls due at `at`. */
  note(receiver: string, at: number): void;
  /** Since when the longest due delivery waits, as last seen. */
  oldestDue(): number | undefined;
  underWay(): number;
  /** Begins nothing more, and waits for what is under way, at most so long. */
  close(withinMs: number): Promise<void>;
}

/** Connections to one receiver, at most. */
export const ATTEMPTS_PER_RECEIVER = 32;
/** Emails under way at a time. */
export const EMAILS_AT_A_TIME = 5;

const MOST = { soon: 256, long: 1_024 };
const LIMITS: Readonly<Record<Pace, number>> = {
  untried: 8,
  unproven: 8,
  prompt: ATTEMPTS_PER_RECEIVER,
  quick: ATTEMPTS_PER_RECEIVER,
  slow: 16,
  dead: 2,
};
const LONG_MS = 1_000;
const SURVEY_MS = 5_000;
/** What another worker scheduled is its own to do, while it lives. */
const GRACE_MS = 1_000;

function limitOf(receiver: string, pace: Pace): number {
  return receiver === EMAIL_RECEIVER ? Math.min(LIMITS[pace], EMAILS_AT_A_TIME) : LIMITS[pace];
}

/** How a receiver seems after an attempt. One that fails at once costs nobody's time. */
function paceAfter({ startedAt, endedAt, result }: MadeAttempt): Pace {
  if (endedAt - startedAt < PROMPT_MS) return 'prompt';
  if (endedAt - startedAt < LONG_MS) return 'quick';
  return result.kind === 'unanswered' ? 'dead' : 'slow';
}

export function startWorker(options: WorkerOptions): Worker {
  const { collection, claims, send, record, ready, now, onAttempt, onError } = options;
  const turns = createTurns<DeliveryDocument>({ most: MOST, limitOf });
  const held = createHeld(turns.paceOf);
  const backlog = createBacklog({
    ...{ collection, claims, held, now, onError },
    onTaken: add,
    onFetched: (receiver) => places.freed(receiver),
  });
  const places = createPlaces({ reserve, isPrompt: triesFirst });
  const attempts = new Set<Promise<void>>();
  let opened = false;
  let closing = false;
  let oldestDue: number | undefined;

  const surveys = createTicker({
    intervalMs: SURVEY_MS,
    onError,
    async run() {
      oldestDue = await backlog.survey(GRACE_MS);
      return undefined;
    },
  });

  claims.onGained(() => surveys.wake());

  function triesFirst(receiver: string): boolean {
    const pace = turns.paceOf(receiver);
    const isPrompt = pace === 'prompt' || pace === 'untried';
    return claims.areFree && isPrompt && receiver !== EMAIL_RECEIVER;
  }

  function reserve(receiver: string, id: string): boolean {
    return (
      !closing &&
      claims.mayTake &&
      !backlog.holds(receiver) &&
      held.hasRoom(receiver) &&
      held.add(receiver, id)
    );
  }

  function add(receiver: string, delivery: DeliveryDocument): void {
    turns.add(receiver, delivery);
    pump();
  }

  function pump(): void {
    while (opened && !closing) {
      const turn = turns.next();
      if (turn === undefined) return;
      const attempt: Promise<void> = run(turn).finally(() => attempts.delete(attempt));
      attempts.add(attempt);
    }
  }

  async function run(turn: Turn<DeliveryDocument>): Promise<void> {
    const { receiver, item } = turn;
    let wakeAt: number | undefined;
    try {
      const delivery = await claims.confirmed(item);
      if (delivery !== undefined) wakeAt = (await attemptOnce(turn, delivery))?.wakeAt;
    } catch (error) {
      onError(error);
    } finally {
      turn.ended();
      held.remove(receiver, item._id);
      if (wakeAt !== undefined) backlog.note(receiver, wakeAt);
      backlog.wantsMore(receiver);
      places.freed(receiver);
      pump();
    }
  }

  async function attemptOnce(turn: Turn<DeliveryDocument>, delivery: DeliveryDocument) {
    const startedAt = now();
    const late = setTimeout(turn.delayed, PROMPT_MS);
    const slow = setTimeout(turn.slowed, LONG_MS);
    const result = await send(delivery).finally(() => {
      clearTimeout(late);
      clearTimeout(slow);
    });
    const made = { startedAt, endedAt: now(), result };
    turn.ended(paceAfter(made));
    pump();
    const recorded = await record(delivery, made);
    onAttempt(made, recorded);
    return recorded;
  }

  ready.then(() => {
    opened = true;
    pump();
  }, onError);

  return {
    reserve: places.keep,
    cancel: (receiver, id) => held.remove(receiver, id),
    triesFirst,
    stamped: claims.stamped,
    take: add,
    note: backlog.note,
    oldestDue: () => oldestDue,
    underWay: () => turns.underWay(),
    async close(withinMs) {
      closing = true;
      await surveys.close();
      await backlog.close();
      const untried = turns.drain();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      await Promise.race([Promise.all(attempts), late]);
      clearTimeout(timer);
      await claims.release(untried);
      await claims.close();
    },
  };
}
