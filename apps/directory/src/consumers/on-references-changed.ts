import { parseEvent } from '@gatehouse/contracts';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import { linksOf, membershipsOf, type OrganisationReferences } from '../stores/organisation-references.ts';

/** Keeps hints of who refers to which organisations, from this app's own events. */
export function onReferencesChanged(references: OrganisationReferences) {
  return async (records: readonly ParsedRecord[]): Promise<Outcome[]> => {
    const read = records.map(({ event }) => parseEvent(event));
    await references.note(
      read.flatMap((event) => {
        if (event?.type === 'gatehouse.directory.user.v1') return [membershipsOf(event.data.state)];
        if (event?.type === 'gatehouse.directory.organisation.v1') return [linksOf(event.data.state)];
        return [];
      }),
    );
    return read.map(
      (event): Outcome =>
        event === undefined ? { status: 'ignored', reason: 'unknown type' } : { status: 'done' },
    );
  };
}
