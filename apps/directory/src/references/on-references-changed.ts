import { batchConsumerOf } from '@gatehouse/consumers';
import { linkHints, membershipHints, type OrganisationReferences } from './organisation-references.store.ts';

/** Who deletes an organisation waits for it, and nobody else. */
const LINGER_MS = 500;

/** Stores hints of references to organisations from this app's own events, in batches: an import has tens of thousands. */
export function onReferencesChanged(references: OrganisationReferences) {
  const consumer = batchConsumerOf(
    ['gatehouse.directory.user.v1', 'gatehouse.directory.organisation.v1'],
    async (events) => {
      const hints = events.flatMap((event) =>
        event.type === 'gatehouse.directory.user.v1'
          ? membershipHints(event.data.state)
          : linkHints(event.data.state),
      );
      await references.note(hints);
    },
    { areOwn: true },
  );
  return { ...consumer, lingerMs: LINGER_MS };
}
