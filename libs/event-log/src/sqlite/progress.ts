import { randomUUID } from 'node:crypto';
import type { TopicLeases } from './topic-leases.ts';

/** Position of one consumer in one topic. */
export interface Progress {
  /** The offset after which to go on; undefined while another consumer of the group has the topic. */
  next(): number | undefined;
  /** False when another consumer has the topic now. */
  commit(offset: number): boolean;
  /** The last offset handled, by this consumer or its group. */
  position(): number;
  end(): void;
}

/** A replica reads from the start and keeps its position in memory. */
export function replicaProgress(): Progress {
  let position = 0;
  return {
    next: () => position,
    commit(offset) {
      position = offset;
      return true;
    },
    position: () => position,
    end() {},
  };
}

/** A group's consumer goes on from what the group committed, while it has the topic. */
export function groupProgress(leases: TopicLeases, group: string, topic: string): Progress {
  const holder = randomUUID();
  return {
    next: () => (leases.acquire(group, topic, holder) ? leases.position(group, topic) : undefined),
    commit: (offset) => leases.commit(group, topic, holder, offset),
    position: () => leases.position(group, topic),
    end: () => leases.release(group, topic, holder),
  };
}
