import type { UserState } from '@gatehouse/contracts';
import { projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** The version of the schema: names the collection and the consumer group that fills it. */
export const USERS = 'users-2';

/**
 * A projection of directory's user. A rebuild fills a generation of its own next to the active one. What services are told
 * of a change is published with its write.
 */
const schema = documentSchema({
  ...projectionFields<UserState>(),
});

export const usersCollection = defineCollection(USERS, schema, { keepsEvents: true });
export type UserProjection = DocumentOf<typeof schema>;
export type Users = Collection<UserProjection>;
