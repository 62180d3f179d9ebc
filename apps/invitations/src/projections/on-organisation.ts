import { parseEvent } from '@gatehouse/contracts';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { OrganisationCopies } from './projections.ts';

/** Keeps the copies of organisations. */
export function onOrganisations(organisations: OrganisationCopies) {
  return async (records: readonly ParsedRecord[]): Promise<Outcome[]> => {
    const read = records.map(({ event }) => parseEvent(event));
    const changed = read.flatMap((event) =>
      event?.type === 'gatehouse.directory.organisation.v1' ? [event.data] : [],
    );
    await organisations.keep(changed);
    return read.map((event): Outcome => {
      if (event === undefined) return { status: 'ignored', reason: 'unknown type' };
      if (event.type !== 'gatehouse.directory.organisation.v1')
        return { status: 'ignored', reason: 'no reaction' };
      return { status: 'done' };
    });
  };
}
