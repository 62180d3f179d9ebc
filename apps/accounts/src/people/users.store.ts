import { emailKey, type PresentUser, type UserState } from '@gatehouse/contracts';
import { projectEntity, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** A user as accounts knows them. */
export type KnownUser = Pick<
  PresentUser,
  'id' | 'state' | 'status' | 'email' | 'givenName' | 'language' | 'incarnation'
> & {
  /** Whether an account at the provider made the user. */
  isOfAccounts: boolean;
};
export type UserStatus = 'active' | 'deactivated' | 'removed' | 'unknown';
type KnownState = KnownUser | { id: string; state: 'removed' };

const schema = documentSchema({ ...projectionFields<KnownState>(), emailKey: String });
schema.index({ emailKey: 1 }, { name: 'email' });

export const usersCollection = defineCollection('users', schema);
export type UserDocument = DocumentOf<typeof schema>;

function presentOf(document: UserDocument | undefined): KnownUser | undefined {
  return document?.state.state === 'present' ? document.state : undefined;
}

function knownState(user: UserState): KnownState {
  const { id } = user;
  if (user.state === 'removed') return { id, state: 'removed' };
  const { status, email, givenName, language, incarnation, madeBy } = user;
  return {
    ...{ id, state: 'present', status, isOfAccounts: madeBy === 'accounts' },
    ...(email !== undefined && { email }),
    ...(givenName !== undefined && { givenName }),
    ...(language !== undefined && { language }),
    ...(incarnation !== undefined && { incarnation }),
  };
}

export type UsersProjection = ReturnType<typeof openUsers>;

/** The projection of directory's users. */
export function openUsers(collection: Collection<UserDocument>, now: () => number) {
  return {
    /** Undefined for one that is unknown or removed. */
    get: async (id: string): Promise<KnownUser | undefined> => presentOf(await collection.get(id)),
    /** `unknown`: directory has not told of them, or not yet. */
    async statusOf(id: string): Promise<UserStatus> {
      const state = (await collection.get(id))?.state;
      if (state === undefined) return 'unknown';
      if (state.state === 'removed') return 'removed';
      return state.status === 1 ? 'active' : 'deactivated';
    },
    /** Whose address this is, by its key. */
    withEmail: async (key: string): Promise<KnownUser | undefined> =>
      presentOf(await collection.findOne({ emailKey: key })),
    /** Stores a state, unless it is as old as the known one or older. */
    project(user: UserState, entityVersion: number) {
      const state = knownState(user);
      const keys =
        state.state === 'present' && state.email !== undefined ? { emailKey: emailKey(state.email) } : {};
      return projectEntity(collection, now, { entityVersion, state, keys });
    },
  };
}
