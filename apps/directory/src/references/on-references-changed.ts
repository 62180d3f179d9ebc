import type { OrganisationState, UserState } from '@gatehouse/contracts';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import { linkHints, membershipHints, type OrganisationReferences } from './organisation-references.store.ts';

/** This app's own events: what it published itself is not checked again, since an import brings tens of thousands. */
interface OwnEvent {
  type?: string;
  data: { state: unknown };
}

function hintsOf(event: OwnEvent): string[] | undefined {
  if (event.type === 'gatehouse.directory.user.v1') return membershipHints(event.data.state as UserState);
  if (event.type === 'gatehouse.directory.organisation.v1') {
    return linkHints(event.data.state as OrganisationState);
  }
  return undefined;
}

/** Keeps hints of who refers to which organisations, from this app's own events. */
export function onReferencesChanged(references: OrganisationReferences) {
  return async (records: readonly ParsedRecord[]): Promise<Outcome[]> => {
    const read = records.map(({ event }) => hintsOf(event as unknown as OwnEvent));
    await references.note(read.flatMap((hints) => hints ?? []));
    return read.map(
      (hints): Outcome =>
        hints === undefined ? { status: 'ignored', reason: 'unknown type' } : { status: 'done' },
    );
  };
}
