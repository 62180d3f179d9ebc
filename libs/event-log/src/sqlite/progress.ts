import { randomUUID } from 'node:crypto';
import type { Claims } from './topic-leases.ts';

/** How far one consumer is in one topic. */
export interface Progress {
  /** The offset behind which to go on; undefined while another consumer of the group has the topic. */
  next(): number | undefined;
  /** False when another consumer has taken the topic. */
  commit(offset: number): boolean;
  /** The last offset handled, by this consumer or its group. */
  position(): number;
  end(): void;
}

/** A replica reads from the start and keeps its place to itself. */
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
export function groupProgress(claims: Claims, group: string, topic: string): Progress {
  const holder = randomUUID();
  return {
    next: () => (claims.take(group, topic, holder) ? claims.position(group, topic) : undefined),
    commit: (offset) => claims.commit(group, topic, holder, offset),
    position: () => claims.position(group, topic),
    end: () => claims.release(group, topic, holder),
  };
}
