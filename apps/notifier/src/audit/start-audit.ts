import type { Subscribe } from '@gatehouse/app-process';
import { batchConsumerOf } from '@gatehouse/consumers';
import { eventTypes, topics } from '@gatehouse/contracts';
import type { Subscription } from '@gatehouse/event-log';
import type { Store } from '@gatehouse/store';
import { auditRecords } from './audit-records.store.ts';
import { auditStates } from './audit-states.store.ts';
import { auditedEventTypes } from './audited-entities.ts';
import { auditOfEvents } from './on-events.ts';

export interface AuditSettings {
  store: Store;
  consume: Subscribe;
  /** How long a record is kept; absent: for good. */
  lifetimeMs: number | undefined;
  now: () => number;
}

/** Nobody waits for a record: changes of one moment are recorded together. */
const LINGER_MS = 500;

/** The topics that are audited. */
export const auditedTopics = Object.values(topics).filter(({ name }) =>
  auditedEventTypes.some((type) => eventTypes[type].topic === name),
);

/** Starts the consumer that makes records of all that changes. It handles every state, also those that a later one replaces. */
export function startAudit({ store, consume, lifetimeMs, now }: AuditSettings): Promise<Subscription> {
  const keptSince = () => (lifetimeMs === undefined ? '' : new Date(now() - lifetimeMs).toISOString());
  const records = store.collection(auditRecords);
  const states = store.collection(auditStates);
  return consume({
    group: 'notifier.audit',
    ...batchConsumerOf(auditedEventTypes, auditOfEvents({ records, states, keptSince, now })),
    coalesce: false,
    batchSize: 100,
    lingerMs: LINGER_MS,
  });
}
