import { mayBegin, type ReceiverQueue } from './receiver-queue.ts';

/** One attempt in flight. */
export interface Attempt<T> {
  readonly queue: ReceiverQueue<T>;
  readonly item: T;
  /** It is not over after `PROMPT_MS`. */
  delayed(): void;
  /** It is not over after `QUICK_MS`: it no longer counts among the fast ones. */
  slowed(): void;
  /** It is over, once. `pace`: what it says of the receiver, if anything. */
  ended(pace?: ReceiverQueue<T>['pace']): void;
}

/** Says which receiver's delivery is attempted next: ready queues take turns. */
export interface Scheduler<T> {
  add(queue: ReceiverQueue<T>, item: T): void;
  /** Undefined while no queue is ready, or all slots are taken. */
  next(): Attempt<T> | undefined;
  inFlight(): number;
}

/** Slots for attempts, with the queues that are ready for one. */
interface Pool<T> {
  limit: number;
  inFlight: number;
  ready: Set<ReceiverQueue<T>>;
}

/**
 * Attempts in flight at a time. An attempt of a slow or dead receiver takes a slow slot; any other takes a fast one, and
 * moves to a slow one after `QUICK_MS`. So receivers that hang keep a fast slot from others for that long at most.
 */
const SLOTS = { fast: 256, slow: 1_024 };

export function createScheduler<T>(slots = SLOTS): Scheduler<T> {
  const fast: Pool<T> = { limit: slots.fast, inFlight: 0, ready: new Set() };
  const slow: Pool<T> = { limit: slots.slow, inFlight: 0, ready: new Set() };

  function offer(queue: ReceiverQueue<T>): void {
    const [pool, other] = queue.pace === 'slow' || queue.pace === 'dead' ? [slow, fast] : [fast, slow];
    other.ready.delete(queue);
    if (mayBegin(queue)) pool.ready.add(queue);
    else pool.ready.delete(queue);
  }

  function begin(first: Pool<T>): Attempt<T> | undefined {
    const [queue] = first.ready;
    if (queue === undefined || first.inFlight >= first.limit) return undefined;
    const item = queue.waiting.shift() as T;
    first.ready.delete(queue);
    first.inFlight++;
    queue.inFlight++;
    offer(queue);
    let pool = first;
    let isOver = false;
    return {
      queue,
      item,
      delayed() {
        if (isOver) return;
        if (queue.pace === 'untried') queue.pace = 'slow';
        if (queue.pace === 'prompt') queue.pace = 'quick';
        offer(queue);
      },
      slowed() {
        if (isOver) return;
        pool.inFlight--;
        pool = slow;
        pool.inFlight++;
        if (queue.pace !== 'dead') queue.pace = 'slow';
        offer(queue);
      },
      ended(pace = queue.pace) {
        if (isOver) return;
        isOver = true;
        pool.inFlight--;
        queue.inFlight--;
        queue.pace = pace;
        offer(queue);
      },
    };
  }

  return {
    add(queue, item) {
      queue.waiting.push(item);
      offer(queue);
    },
    next: () => begin(fast) ?? begin(slow),
    inFlight: () => fast.inFlight + slow.inFlight,
  };
}
