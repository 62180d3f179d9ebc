import type { EventOf } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';
import { type AuditRecordDocument, keysOf, sortKeyOf } from './audit-records.store.ts';
import type { AuditedTypes } from './audited-entities.ts';
import { type AuditedState, auditedNamesOf, entityNameOf } from './audited-state.ts';
import { type Difference, differenceOf } from './difference.ts';

type AuditedEvent = EventOf<AuditedTypes>;
type Values = Difference['before'];

/** Who changed what, where states between were skipped: the platform says so, since nobody is known to have made it all. */
const PLATFORM = 'platform';

/** A record is one document. Values that are larger than this go by their name alone. */
const LARGEST_VALUE_BYTES = 24_576;

function fitting(values: Values): Values {
  if (values === null) return null;
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => Buffer.byteLength(JSON.stringify(value)) <= LARGEST_VALUE_BYTES,
    ),
  );
}

/** Whether the event itself says that it made the difference: else states between were skipped. */
function madeAll({ action, changed }: Difference, event: AuditedEvent, isFirst: boolean): boolean {
  const members = event.data.changed;
  // The id is a change of the first state alone. What was removed before is made again by a state without `removedAt`.
  if (action === 'created') return members.includes(isFirst ? 'id' : 'removedAt');
  if (action === 'removed') return members.includes('removedAt');
  const names = auditedNamesOf(event.type, members);
  return changed.every((name) => names.has(name));
}

/**
 * The record of the change from what was known of an entity to an event's state; undefined where nothing changed that an
 * operator would call a change. Of an entity that existed before the audit began, the first record says that it was created, by
 * the platform.
 */
export function recordOfEvent(
  event: AuditedEvent,
  previous: AuditedState | undefined,
  next: AuditedState,
): Omit<AuditRecordDocument, 'version'> | undefined {
  const difference = differenceOf(previous, next);
  if (difference === undefined) return undefined;
  const id = idFrom('audit', event.type, event.id);
  const entity = entityNameOf(event);
  const [before, after] = [fitting(difference.before), fitting(difference.after)];
  return {
    _id: id,
    at: event.time,
    sortKey: sortKeyOf({ at: event.time, version: event.data.version, id }),
    actor: madeAll(difference, event, previous === undefined) ? event.actor : PLATFORM,
    action: difference.action,
    entity,
    changed: difference.changed,
    ...(before !== null && { before }),
    ...(after !== null && { after }),
    correlationId: event.correlationid,
    ...keysOf(entity),
  };
}
