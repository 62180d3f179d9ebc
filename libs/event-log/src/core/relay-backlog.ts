import type { Outbox, OutboxEntry } from '@gatehouse/store';

/** Events that wait to be published, of at most a hundred documents. */
export interface RelayBacklog {
  events: number;
  /** Since the oldest of them was made, in milliseconds. */
  oldestAgeMs: number;
}

/** The backlog as some entries of an outbox show it, the oldest among them. */
export function backlogOf(entries: readonly OutboxEntry[], nowMs: number): RelayBacklog {
  const versions = entries.flatMap(({ events }) => events.map(({ version }) => version));
  // A version is the time of its change, in milliseconds, or a little more.
  const oldest = versions.reduce((least, version) => Math.min(least, version), Number.POSITIVE_INFINITY);
  return { events: versions.length, oldestAgeMs: versions.length === 0 ? 0 : Math.max(0, nowMs - oldest) };
}

/** The age of a store's oldest event that is not yet in the log, whichever process has the active relay; 0 without one. */
export async function outboxAgeMs(outbox: Pick<Outbox, 'read'>, nowMs: number): Promise<number> {
  return backlogOf(await outbox.read(1), nowMs).oldestAgeMs;
}
