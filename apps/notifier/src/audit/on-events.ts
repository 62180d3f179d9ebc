import type { BatchHandler, HandlerResult } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import { getAll, nextVersion, StoreError, type Write } from '@gatehouse/store';
import type { AuditRecordDocument, AuditRecords } from './audit-records.store.ts';
import { type AuditStateDocument, type AuditStates, auditStateId } from './audit-states.store.ts';
import type { AuditedTypes } from './audited-entities.ts';
import { auditedStateOf } from './audited-state.ts';
import { recordOfEvent } from './record-of-event.ts';

export interface AuditDependencies {
  records: Pick<AuditRecords, 'writeMany'>;
  states: Pick<AuditStates, 'getMany' | 'writeMany'>;
  /** Records of changes before this instant are not made: they would be purged at once. */
  keptSince: () => string;
  now: () => number;
}

const AT_A_TIME = 100;

/**
 * Makes a record of each change of a batch. The records are written before what is known of their entities: after a crash between
 * the two the events come again, and make the same records under the same ids.
 */
export function auditOfEvents({
  records,
  states,
  keptSince,
  now,
}: AuditDependencies): BatchHandler<AuditedTypes> {
  return async (events: readonly EventOf<AuditedTypes>[]) => {
    const ids = events.map(({ type, subject }) => auditStateId(type, subject));
    const stored = await getAll(states, ids);
    const known = new Map<string, Pick<AuditStateDocument, 'entityVersion' | 'state'>>(stored);
    const changed = new Set<string>();
    const since = keptSince();
    const made: Write<AuditRecordDocument>[] = [];

    const results = events.map((event, index): HandlerResult => {
      const id = ids[index] as string;
      const { version } = event.data;
      const previous = known.get(id);
      if (previous !== undefined && previous.entityVersion >= version) return { ignored: 'older or known' };
      const state = auditedStateOf(event);
      const record = recordOfEvent(event, previous?.state, state);
      if (record === undefined) return { ignored: 'no change to an operator' };
      known.set(id, { entityVersion: version, state });
      changed.add(id);
      if (record.at < since) return { ignored: 'too old' };
      made.push({ document: { ...record, version: nextVersion(undefined, now()) }, events: [] });
      return undefined;
    });

    for (let from = 0; from < made.length; from += AT_A_TIME) {
      // One that is there already was made when the event came before.
      await records.writeMany(made.slice(from, from + AT_A_TIME));
    }
    await writeStates([...changed]);
    return results;

    async function writeStates(changedIds: readonly string[]): Promise<void> {
      for (let from = 0; from < changedIds.length; from += AT_A_TIME) {
        const writes = changedIds.slice(from, from + AT_A_TIME).map((id): Write<AuditStateDocument> => {
          const previous = stored.get(id);
          const { entityVersion, state } = known.get(id) as AuditStateDocument;
          const version = nextVersion(previous?.version, now());
          return { previous, document: { _id: id, version, entityVersion, state }, events: [] };
        });
        const written = await states.writeMany(writes);
        if (written.every(({ status }) => status === 'written')) continue;
        throw new StoreError('audit-states: another instance has the same events', { retryable: true });
      }
    }
  };
}
