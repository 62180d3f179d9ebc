import type { UserState } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** As much of a user as an email to that user depends on. Nothing personal of a person who was removed. */
export type Recipient =
  | { id: string; state: 'removed' }
  | { id: string; state: 'present'; email?: string; language?: string; incarnation?: number };

const schema = documentSchema({ ...projectionFields<Recipient>() });

export const recipientsCollection = defineCollection('recipients', schema);
export type RecipientDocument = DocumentOf<typeof schema>;

/** A user's state at a version of directory's. */
export interface UserAt {
  state: UserState;
  version: number;
}

function recipientOf(user: UserState): Recipient {
  const { id, state } = user;
  if (user.state === 'removed' || state === 'removed') return { id, state: 'removed' };
  const { email, language, incarnation } = user;
  return {
    ...{ id, state },
    ...(email !== undefined && { email }),
    ...(language !== undefined && { language }),
    ...(incarnation !== undefined && { incarnation }),
  };
}

export type Recipients = ReturnType<typeof openRecipients>;

/** The projection of directory's users. `entityVersion`: when what is kept of one last changed. */
export function openRecipients(collection: Collection<RecipientDocument>, now: () => number) {
  return {
    get: (id: string) => collection.get(id),
    /**
     * Stores states of different users, given in the order of the log. Most changes of users are of their memberships: those
     * are not written.
     */
    async project(users: readonly UserAt[]): Promise<void> {
      const found = await collection.getMany(users.map(({ state }) => state.id));
      const known = new Map(found.map(({ _id, state }) => [_id, JSON.stringify(state)]));
      const changed = users
        .map(({ state, version }) => ({ entityVersion: version, state: recipientOf(state), keys: {} }))
        .filter(({ state }) => known.get(state.id) !== JSON.stringify(state));
      if (changed.length > 0) await projectEntities(collection, now, changed);
    },
  };
}
