import type { InvitationState } from '@gatehouse/contracts';
import type { Collection, Document, Store } from '@gatehouse/store';
import type { InvitationDocument } from '../invitation/invitations.store.ts';

/** A store that holds back the write of a status of an invitation, by default `waiting`, until it is released. */
export function holdDecisions(status: InvitationState['status'] = 'waiting') {
  let letGo = Promise.withResolvers<void>();
  letGo.resolve();
  let looks = 0;
  let held = 0;

  function collection<D extends Document>(inner: Collection<D>): Collection<D> {
    if (inner.name !== 'invitations') return inner;
    return {
      ...inner,
      async write(write) {
        const { state } = write.document as unknown as InvitationDocument;
        if (state.status === status) {
          held++;
          await letGo.promise;
        }
        return inner.write(write);
      },
      get(id) {
        looks++;
        return inner.get(id);
      },
      find(query) {
        looks++;
        return inner.find(query);
      },
    };
  }

  return {
    store: (store: Store): Store => ({
      ...store,
      collection: (declaration) => collection(store.collection(declaration)),
    }),
    hold(): void {
      letGo = Promise.withResolvers<void>();
    },
    letGo: () => letGo.resolve(),
    /** How often invitations were read. */
    looks: () => looks,
    /** How many writes were held back. */
    held: () => held,
  };
}
