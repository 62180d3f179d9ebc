import { emailKey, type PresentUser, type UserState } from '@gatehouse/contracts';
import { projectEntity, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** A user as sign-in knows them: all but the command requests that they answered. */
export type KnownUser = Omit<PresentUser, 'answered' | 'answeredThrough'>;
type KnownState = KnownUser | { id: string; state: 'removed' };

const schema = documentSchema({ ...projectionFields<KnownState>(), emailKey: String });
schema.index({ emailKey: 1 }, { name: 'email' });

export const usersCollection = defineCollection('users', schema);
export type UserDocument = DocumentOf<typeof schema>;

function presentOf(document: UserDocument | undefined): KnownUser | undefined {
  return document?.state.state === 'present' ? document.state : undefined;
}

function knownState(user: UserState): KnownState {
  if (user.state === 'removed') return { id: user.id, state: 'removed' };
  const { answered: _answered, answeredThrough: _through, ...known } = user;
  return known;
}

export type UsersProjection = ReturnType<typeof openUsers>;

/** The projection of directory's users. */
export function openUsers(collection: Collection<UserDocument>, now: () => number) {
  return {
    /** Undefined for one that is unknown or removed. */
    get: async (id: string): Promise<KnownUser | undefined> => presentOf(await collection.get(id)),
    /** Whether it is one that was here and was removed. */
    isRemoved: async (id: string): Promise<boolean> => (await collection.get(id))?.state.state === 'removed',
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
