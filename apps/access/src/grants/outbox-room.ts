import { setTimeout as pause } from 'node:timers/promises';
import type { Outbox } from '@gatehouse/store';

/** Waits while much waits to be published, at most a quarter of a second: where the log is away, work goes on. */
export type OutboxRoom = () => Promise<void>;

/** As many documents with events as the relay takes at a time. */
const FEW = 100;
const LOOK_EVERY_MS = 5;
const AT_MOST_MS = 250;

/**
 * Whoever writes many events leaves room for others': events are published in the order of their making, and what one
 * person's change brings about must not stand before a hundred other changes.
 */
export function createOutboxRoom(outbox: Pick<Outbox, 'read'>): OutboxRoom {
  return async () => {
    const until = performance.now() + AT_MOST_MS;
    while ((await outbox.read(FEW)).length === FEW && performance.now() < until) await pause(LOOK_EVERY_MS);
  };
}
