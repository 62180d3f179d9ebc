import { emailKey, type OrganisationState, type UserState } from '@gatehouse/contracts';
import { type ProjectionDocument, projectEntities, projectEntity } from '@gatehouse/entities';
import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import { type Collection, defineCollection, Schema } from '@gatehouse/store';

/** As much of a user as an invitation's course depends on. */
export interface KnownUser {
  id: string;
  state: 'present' | 'removed';
  email?: string;
  givenName?: string;
  language?: 'en' | 'cy';
  /**
   * Addresses that the person had before, as far as this copy saw them, the latest last: once the person is removed what
   * they were written to is forgotten as well. A copy that is rebuilt begins without.
   */
  formerEmailKeys?: readonly string[];
}

/** A user as found, and at which version. */
export interface FoundUser extends KnownUser {
  version: number;
}

export interface UserCopyDocument extends ProjectionDocument<KnownUser> {
  emailKey?: string;
}
export type OrganisationCopyDocument = ProjectionDocument<OrganisationState>;

function copySchema(): Schema {
  return new Schema(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      entityVersion: { type: Number, required: true },
      state: { type: Schema.Types.Mixed, required: true },
    },
    { versionKey: false, minimize: false },
  );
}

const userSchema = copySchema();
userSchema.add({ emailKey: String });
userSchema.index({ emailKey: 1 }, { name: 'email' });

/** Copies of directory's users. */
export const usersCollection = defineCollection<UserCopyDocument>('users', userSchema);
/** Copies of directory's organisations. */
export const organisationsCollection = defineCollection<OrganisationCopyDocument>(
  'organisations',
  copySchema(),
);

/** The copies of what directory owns. */
export interface CopyCollections {
  users: Collection<UserCopyDocument>;
  organisations: Collection<OrganisationCopyDocument>;
}

export type Copies = ReadModel<CopyCollections>;

export const copies: ReadModelDeclaration<CopyCollections> = {
  name: 'invitations-copies',
  generation: 'copies-1',
  collections: { users: usersCollection, organisations: organisationsCollection },
};

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
    ...(email === undefined ? {} : { email }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(language === undefined ? {} : { language }),
    ...(former.length > 0 && { formerEmailKeys: former }),
  };
}

/** The copies of users. */
export interface UserCopies {
  get(id: string): Promise<KnownUser | undefined>;
  /** Whose email this is; takes the email's key. */
  withEmail(key: string): Promise<FoundUser | undefined>;
  /** Whether a later state than this version has been taken in. */
  isPast(id: string, entityVersion: number): Promise<boolean>;
  /** Takes a state in; an older one than is known changes nothing. */
  keep(user: UserState, entityVersion: number): Promise<boolean>;
}

export function userCopiesIn(collection: Collection<UserCopyDocument>, now: () => number): UserCopies {
  return {
    async get(id) {
      return (await collection.get(id))?.state;
    },
    async withEmail(key) {
      const found = await collection.findOne({ emailKey: key });
      return found && { ...found.state, version: found.entityVersion };
    },
    async isPast(id, entityVersion) {
      return ((await collection.get(id))?.entityVersion ?? 0) > entityVersion;
    },
    async keep(user, entityVersion) {
      const state = knownUser(user, (await collection.get(user.id))?.state);
      const keys = state.email === undefined ? {} : { emailKey: emailKey(state.email) };
      return (await projectEntity(collection, now, { entityVersion, state, keys })) !== 'known';
    },
  };
}

/** The copies of organisations. */
export interface OrganisationCopies {
  /** Undefined for one that is unknown or deleted. */
  get(id: string): Promise<OrganisationState | undefined>;
  /** At most 1,000 ids; those that are unknown are left out. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Takes states of different organisations in; an older one than is known changes nothing. */
  keep(states: readonly { state: OrganisationState; version: number }[]): Promise<void>;
}

export function organisationCopiesIn(
  collection: Collection<OrganisationCopyDocument>,
  now: () => number,
): OrganisationCopies {
  return {
    async get(id) {
      const state = (await collection.get(id))?.state;
      return state?.removedAt === undefined ? state : undefined;
    },
    async names(ids) {
      const found = await collection.getMany([...new Set(ids)]);
      return new Map(found.map(({ state }) => [state.id, state.name]));
    },
    async keep(states) {
      await projectEntities(
        collection,
        now,
        states.map(({ state, version }) => ({ entityVersion: version, state, keys: {} })),
      );
    },
  };
}
