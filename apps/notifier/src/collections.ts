import { readModelCollections } from '@gatehouse/read-models';
import { auditRecords } from './audit/audit-records.store.ts';
import { auditStates } from './audit/audit-states.store.ts';
import { deliveries } from './delivery/deliveries.store.ts';
import { notifications } from './email/notify/notifications.store.ts';
import { mailbox } from './mailbox/mailbox.store.ts';
import { listeners } from './tap/listeners.store.ts';
import { tapped } from './tap/tapped.store.ts';
import { webhooks } from './webhook/webhooks.store.ts';

/** Every collection that the notifier owns. */
export const collections = [
  deliveries,
  webhooks,
  listeners,
  tapped,
  mailbox,
  notifications,
  auditRecords,
  auditStates,
  ...readModelCollections,
];
