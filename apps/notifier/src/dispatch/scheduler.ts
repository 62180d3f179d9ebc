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

/** Says which receiver's delivery is attempted next: ready queues take turns, dead ones among themselves. */
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
 * Attempts in flight at a time. An attempt of a slow receiver takes a slow slot, of a dead one a dead slot, of any other a fast
 * one, and moves to a slow one after `QUICK_MS`. So receivers that hang keep a fast slot from others for that long at most.
 */
const SLOTS = { fast: 256, slow: 1_024, dead: 1_024 };
/**
 * Between the beginnings of two attempts at dead receivers, however many these are: one that refuses costs no time but a write, and
 * ten thousand of its deliveries would keep healthy receivers waiting.
 */
const DEAD_EVERY_MS = 5;

/** `onReady` is called when an attempt may begin that `next` did not give before. */
export function createScheduler<T>(onReady: () => void, slots = SLOTS): Scheduler<T> {
  const pool = (limit: number): Pool<T> => ({ limit, inFlight: 0, ready: new Set() });
  const [fast, slow, dead] = [pool(slots.fast), pool(slots.slow), pool(slots.dead)];
  let deadMayBegin = true;

  function poolOf({ pace }: ReceiverQueue<T>): Pool<T> {
    return pace === 'dead' ? dead : pace === 'slow' ? slow : fast;
  }

  function offer(queue: ReceiverQueue<T>): void {
    const own = poolOf(queue);
    for (const { ready } of [fast, slow, dead]) if (ready !== own.ready) ready.delete(queue);
    if (mayBegin(queue)) own.ready.add(queue);
    else own.ready.delete(queue);
  }

  function beginDead(): Attempt<T> | undefined {
    const attempt = deadMayBegin ? begin(dead) : undefined;
    if (attempt === undefined) return undefined;
    deadMayBegin = false;
    setTimeout(() => {
      deadMayBegin = true;
      onReady();
    }, DEAD_EVERY_MS).unref();
    return attempt;
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
        if (isOver || pool === dead) return;
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
    next: () => begin(fast) ?? begin(slow) ?? beginDead(),
    inFlight: () => fast.inFlight + slow.inFlight + dead.inFlight,
  };
}
