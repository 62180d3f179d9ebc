import { createTicker } from '@gatehouse/runtime';
import pTimeout from 'p-timeout';
import type { AttemptResult, MadeAttempt } from '../delivery/attempt.domain.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { isEmailQueue, type LimitsOf } from '../delivery/queues.domain.ts';
import type { RecordAttempt } from './delivery-writer.ts';
import { createDueLoader } from './due-loader.ts';
import type { Leases } from './leases.ts';
import {
  createQueue,
  isIdle,
  type Pace,
  PROMPT_MS,
  QUICK_MS,
  type ReceiverQueue,
  roomOf,
} from './receiver-queue.ts';
import { type Attempt, createScheduler } from './scheduler.ts';

/*
 * The states of a delivery. States in capitals are stored. The other states exist in memory only, in the queue of the
 * delivery's receiver (receiver-queue.ts); when the process ends, such a delivery is DUE again once its lease has ended.
 *
 *   message ─────────▶ DUE               inserted: there is no room for it in the queue, or older ones wait in the store
 *   message ─────────▶ LEASED            admitted to the queue, inserted with its lease
 *   message ─────────▶ LEASED            admitted; the first attempt goes before the insert (docs/decisions/0010), if leases
 *                                        are in memory and the receiver is prompt or untried
 *   DUE ─────────────▶ LEASED            loaded into the queue while that is low (due-loader.ts)
 *   LEASED ──────────▶ in flight         the scheduler gives it a slot (scheduler.ts), and its lease is confirmed (leases.ts)
 *   LEASED ──────────▶ DUE               the lease is lost, or the dispatcher closes
 *   in flight ───────▶ recorded          answered, failed or timed out, and written (delivery-writer.ts), by the domain's decision:
 *   recorded ────────▶ DELIVERED, FAILED, SUPERSEDED
 *   recorded ────────▶ RETRY SCHEDULED   `wakeAt` is later
 *   RETRY SCHEDULED ─▶ DUE               at `wakeAt`
 *   FAILED, DELIVERED ▶ RETRY SCHEDULED  redelivered
 *   RETRY SCHEDULED ─▶ DUE               redelivered
 *   DUE, RETRY SCHEDULED ▶ SUPERSEDED    a later generation says it all
 *
 * DUE, LEASED and RETRY SCHEDULED are all `pending`, and differ by `wakeAt` and `leasedBy`. With leases in memory LEASED looks
 * like DUE in the store.
 */

export interface DispatcherDependencies {
  collection: Deliveries;
  leases: Leases;
  /** Makes one attempt; never rejects. */
  send: (delivery: DeliveryDocument) => Promise<AttemptResult>;
  record: RecordAttempt;
  limitsOf: LimitsOf;
  /** Attempts begin once this has resolved: what they need is there. */
  ready: Promise<unknown>;
  now: () => number;
  /** Called after each attempt with what the delivery became (undefined where it is no more), and what it was. */
  onAttempt: (
    made: MadeAttempt,
    delivery: DeliveryDocument | undefined,
    attempted: DeliveryDocument,
  ) => void | Promise<void>;
  onError: (error: unknown) => void;
}

/** Attempts deliveries when they are due. Each receiver has a queue of its own. */
export interface Dispatcher {
  /** Reserves room for a new delivery in its receiver's queue. False: there is none, and the delivery waits in the store. */
  admit(receiver: string, id: string): boolean;
  /** Takes out one that was admitted and is not enqueued. */
  withdraw(receiver: string, id: string): void;
  /** Whether a first attempt may go before its delivery is inserted, and is likely to be over soon. */
  attemptsFirst(receiver: string): boolean;
  /** An admitted delivery with its lease: what the caller inserts. */
  leased(delivery: Delivery): Delivery;
  /** Queues an admitted delivery for its attempt. `record` writes the result of one that is not in the store yet. */
  enqueue(receiver: string, delivery: DeliveryDocument, record?: RecordAttempt): void;
  /** A delivery in the store falls due at `at`. */
  dueAt(receiver: string, at: number): void;
  /** Since when the longest due delivery waits, as last seen. */
  oldestDue(): number | undefined;
  inFlight(): number;
  /** Begins nothing more, and waits for the attempts in flight, for a limited time. */
  close(withinMs: number): Promise<void>;
}

interface Enqueued {
  delivery: DeliveryDocument;
  record: RecordAttempt;
}
type Queue = ReceiverQueue<Enqueued>;

const SURVEY_MS = 5_000;
/** Idle receivers whose pace is remembered. */
const REMEMBERED = 10_000;

/** What an attempt says of its receiver. A mail server that refuses one recipient with a status is not dead. */
function paceAfter({ startedAt, endedAt, result }: MadeAttempt): Pace {
  if (result.kind === 'unanswered' && result.status === undefined) return 'dead';
  if (endedAt - startedAt < PROMPT_MS) return 'prompt';
  if (endedAt - startedAt < QUICK_MS) return 'quick';
  // A refusal in the course of a protocol is an answer.
  return 'slow';
}

export function startDispatcher(dependencies: DispatcherDependencies): Dispatcher {
  const { collection, leases, send, record, limitsOf, ready, now, onAttempt, onError } = dependencies;
  const queues = new Map<string, Queue>();
  const scheduler = createScheduler<Enqueued>(begin);
  const attempts = new Set<Promise<void>>();
  const loader = createDueLoader({ collection, leases, now, onLeased: enqueue, onIdle: dropIfIdle, onError });
  let isReady = false;
  let closing = false;
  let oldestDue: number | undefined;

  const surveys = createTicker({
    intervalMs: SURVEY_MS,
    onError,
    async run() {
      oldestDue = await loader.survey(queueOf);
      return undefined;
    },
  });
  leases.onGained(() => surveys.wake());

  function queueOf(receiver: string): Queue {
    const known = queues.get(receiver);
    if (known !== undefined) return known;
    const queue = createQueue<Enqueued>(receiver, limitsOf(receiver));
    queues.set(receiver, queue);
    return queue;
  }

  /** A pace is worth remembering between a receiver's deliveries. */
  function dropIfIdle(queue: ReceiverQueue<unknown>): void {
    const isRemembered = queue.pace !== 'untried' && queues.size <= REMEMBERED;
    if (!isRemembered && isIdle(queue)) queues.delete(queue.receiver);
  }

  function enqueue(receiver: string, delivery: DeliveryDocument, recordIt = record): void {
    scheduler.add(queueOf(receiver), { delivery, record: recordIt });
    begin();
  }

  function begin(): void {
    while (isReady && !closing) {
      const attempt = scheduler.next();
      if (attempt === undefined) return;
      const running: Promise<void> = run(attempt).finally(() => attempts.delete(running));
      attempts.add(running);
    }
  }

  async function run(attempt: Attempt<Enqueued>): Promise<void> {
    const { queue, item } = attempt;
    let wakeAt: number | undefined;
    let follow: (() => void | Promise<void>) | undefined;
    try {
      const delivery = await leases.confirm(item.delivery);
      if (delivery !== undefined) {
        const { made, recorded } = await attemptOnce(attempt, delivery);
        wakeAt = recorded?.wakeAt;
        follow = () => onAttempt(made, recorded, delivery);
      }
    } catch (error) {
      onError(error);
    } finally {
      attempt.ended();
      queue.admitted.delete(item.delivery._id);
      if (wakeAt !== undefined) loader.dueAt(queue, wakeAt);
      loader.load(queue);
      dropIfIdle(queue);
      begin();
    }
    try {
      await follow?.();
    } catch (error) {
      onError(error);
    }
  }

  async function attemptOnce(attempt: Attempt<Enqueued>, delivery: DeliveryDocument) {
    const startedAt = now();
    let timer = setTimeout(() => {
      attempt.delayed();
      timer = setTimeout(attempt.slowed, QUICK_MS - PROMPT_MS);
    }, PROMPT_MS);
    const result = await send(delivery).finally(() => clearTimeout(timer));
    const made = { startedAt, endedAt: now(), result };
    attempt.ended(paceAfter(made));
    begin();
    const recorded = await attempt.item.record(delivery, made);
    return { made, recorded };
  }

  ready.then(() => {
    isReady = true;
    begin();
  }, onError);

  return {
    admit(receiver, id) {
      const queue = queueOf(receiver);
      const mayAdmit = !closing && leases.mayTake && !queue.hasStored && !queue.isLoading;
      if (!mayAdmit || roomOf(queue) === 0 || queue.admitted.has(id)) return false;
      queue.admitted.add(id);
      return true;
    },
    withdraw(receiver, id) {
      const queue = queueOf(receiver);
      queue.admitted.delete(id);
      dropIfIdle(queue);
    },
    attemptsFirst(receiver) {
      const { pace } = queueOf(receiver);
      return leases.areInMemory && (pace === 'prompt' || pace === 'untried') && !isEmailQueue(receiver);
    },
    leased: leases.leased,
    enqueue,
    dueAt: (receiver, at) => loader.dueAt(queueOf(receiver), at),
    oldestDue: () => oldestDue,
    inFlight: scheduler.inFlight,
    async close(withinMs) {
      closing = true;
      await surveys.close();
      await loader.close();
      for (const { alarm } of queues.values()) clearTimeout(alarm?.timer);
      await pTimeout(Promise.all(attempts), { milliseconds: withinMs, message: false });
      await leases.release(
        [...queues.values()].flatMap(({ waiting }) => waiting.map(({ delivery }) => delivery)),
      );
      await leases.close();
    },
  };
}
