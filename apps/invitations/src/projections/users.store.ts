import { emailKey, type PresentUser, type UserState } from '@gatehouse/contracts';
import { projectEntityFrom, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** As much of a user as the process of an invitation depends on. */
export interface KnownUser extends Pick<PresentUser, 'email' | 'givenName' | 'language'> {
  id: string;
  state: UserState['state'];
  /**
   * Addresses that the person had before, as far as this projection saw them, the latest last: once the person is removed,
   * what was sent to those is erased as well. A projection that is rebuilt begins without.
   */
  formerEmailKeys?: readonly string[];
}

const schema = documentSchema({ ...projectionFields<KnownUser>(), emailKey: String });
schema.index({ emailKey: 1 }, { name: 'email' });

export const usersCollection = defineCollection('users', schema);
export type UserDocument = DocumentOf<typeof schema>;

const MOST_FORMER_EMAILS = 20;

function formerEmailKeys(previous: KnownUser | undefined, email: string | undefined): readonly string[] {
  const before = previous?.email === undefined ? [] : [emailKey(previous.email)];
  const known = new Set([...(previous?.formerEmailKeys ?? []), ...before]);
  if (email !== undefined) known.delete(emailKey(email));
  return [...known].slice(-MOST_FORMER_EMAILS);
}

function knownUser(user: UserState, previous: KnownUser | undefined): KnownUser {
  if (user.state === 'removed') return { id: user.id, state: 'removed' };
  const { id, state, email, givenName, language } = user;
  const former = formerEmailKeys(previous, email);
  return {
    id,
    state,
    ...(email !== undefined && { email }),
    ...(givenName !== undefined && { givenName }),
    ...(language !== undefined && { language }),
    ...(former.length > 0 && { formerEmailKeys: former }),
  };
}

export type UsersProjection = ReturnType<typeof openUsers>;

/** The projection of directory's users. */
export function openUsers(collection: Collection<UserDocument>, now: () => number) {
  return {
    async get(id: string): Promise<KnownUser | undefined> {
      return (await collection.get(id))?.state;
    },
    /** Whose email this is, by its key, and at which version. */
    async withEmail(key: string): Promise<(KnownUser & { version: number }) | undefined> {
      const found = await collection.findOne({ emailKey: key });
      return found && { ...found.state, version: found.entityVersion };
    },
    /** Whether a later state than this version is known. */
    async isPast(id: string, entityVersion: number): Promise<boolean> {
      return ((await collection.get(id))?.entityVersion ?? 0) > entityVersion;
    },
    /** Stores a state, unless it is as old as the known one or older. */
    project: (user: UserState, entityVersion: number) =>
      projectEntityFrom(collection, now, user.id, (previous) => {
        const state = knownUser(user, previous);
        const keys = state.email === undefined ? {} : { emailKey: emailKey(state.email) };
        return { entityVersion, state, keys };
      }),
  };
}
