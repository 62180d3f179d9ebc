import { setTimeout as pause } from 'node:timers/promises';
import type { Outbox } from '@gatehouse/store';

/** Waits while many events are unpublished, at most a quarter of a second: without the log work goes on. */
export type OutboxRoom = () => Promise<void>;

/** As many documents with events as the relay takes at a time. */
const MANY = 100;
const LOOK_EVERY_MS = 5;
const AT_MOST_MS = 250;

/**
 * Who writes many events leaves room for those of others: events are published in the order of their writes, and the many
 * that follow from one change must not delay a hundred other changes.
 */
export function createOutboxRoom(outbox: Pick<Outbox, 'read'>): OutboxRoom {
  return async () => {
    const until = performance.now() + AT_MOST_MS;
    while ((await outbox.read(MANY)).length === MANY && performance.now() < until) await pause(LOOK_EVERY_MS);
  };
}
