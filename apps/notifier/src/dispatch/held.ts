import type { Pace } from './scheduler.ts';

/** The deliveries that a worker has in memory, from before they are its own until their attempt is recorded. */
export interface Held {
  /** False when it is held already. */
  add(receiver: string, id: string): boolean;
  remove(receiver: string, id: string): void;
  idsOf(receiver: string): ReadonlySet<string>;
  /** Whether one more of the receiver's may be held. */
  hasRoom(receiver: string): boolean;
  /** Whether so few are held that more should be fetched. */
  isLow(receiver: string): boolean;
  readonly size: number;
}

/** Enough to keep a receiver busy; a dead one's wait in the store, so that memory is for those who answer. */
const ROOM: Readonly<Record<Pace, number>> = {
  untried: 64,
  unproven: 64,
  prompt: 256,
  quick: 256,
  slow: 32,
  dead: 2,
};

export function createHeld(paceOf: (receiver: string) => Pace): Held {
  const byReceiver = new Map<string, Set<string>>();
  const nothing: ReadonlySet<string> = new Set();
  let size = 0;
  const countOf = (receiver: string) => byReceiver.get(receiver)?.size ?? 0;

  return {
    add(receiver, id) {
      const ids = byReceiver.get(receiver) ?? new Set();
      if (ids.has(id)) return false;
      ids.add(id);
      byReceiver.set(receiver, ids);
      size++;
      return true;
    },
    remove(receiver, id) {
      const ids = byReceiver.get(receiver);
      if (!ids?.delete(id)) return;
      size--;
      if (ids.size === 0) byReceiver.delete(receiver);
    },
    idsOf: (receiver) => new Set(byReceiver.get(receiver) ?? nothing),
    hasRoom: (receiver) => countOf(receiver) < ROOM[paceOf(receiver)],
    isLow: (receiver) => countOf(receiver) <= ROOM[paceOf(receiver)] / 2,
    get size() {
      return size;
    },
  };
}
