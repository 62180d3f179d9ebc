import type { Membership, PresentUser, UserState } from '@gatehouse/contracts';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
} from '@gatehouse/store';
import { membershipIn } from './membership.domain.ts';
import { BETWEEN, LAST_CHARACTER, textKey } from './text-key.domain.ts';

/** The version of the schema: names the collection. */
export const MEMBERS = 'members-1';

/** A membership, as lists of an organisation's members need it. Its id is `<organisation id>:<user id>`; one that ends goes. */
const schema = documentSchema({
  organisationId: { type: String, required: true },
  userId: { type: String, required: true },
  roleId: { type: Number, required: true },
  /** The user's. */
  status: { type: Number, required: true },
  /** Family name, given name and id: the order of the list. */
  familyKey: { type: String, required: true },
  /** Given name, family name and id. */
  givenKey: { type: String, required: true },
});
schema.index({ organisationId: 1, familyKey: 1 }, { name: 'family' });
schema.index({ organisationId: 1, givenKey: 1 }, { name: 'given' });
schema.index({ userId: 1 }, { name: 'user' });

export const membersCollection = defineCollection(MEMBERS, schema);
export type MemberDocument = DocumentOf<typeof schema>;
export type Members = Collection<MemberDocument>;

function memberFrom(
  user: PresentUser,
  { organisationId, roleId }: Membership,
): Omit<MemberDocument, 'version'> {
  const [family, given] = [textKey(user.familyName ?? ''), textKey(user.givenName ?? '')];
  return {
    ...{ _id: `${organisationId}:${user.id}`, organisationId, userId: user.id, roleId, status: user.status },
    familyKey: [family, given, user.id].join(BETWEEN),
    givenKey: `${given} ${family}${BETWEEN}${user.id}`,
  };
}

/** The members that a user's memberships make. */
export function membersOf(user: UserState | undefined): Omit<MemberDocument, 'version'>[] {
  return user?.state === 'present' ? user.memberships.map((each) => memberFrom(user, each)) : [];
}

/** Whether a member is stored as the user is now; for who is none, whether none is stored. */
export async function isMemberShown(
  members: Members,
  user: UserState,
  organisationId: string,
): Promise<boolean> {
  const stored = await members.get(`${organisationId}:${user.id}`);
  const membership = membershipIn(user, organisationId);
  if (membership === undefined || user.state !== 'present') return stored === undefined;
  return stored !== undefined && isSameMember(stored, memberFrom(user, membership));
}

export function isSameMember(one: Omit<MemberDocument, 'version'>, other: Omit<MemberDocument, 'version'>) {
  return (
    one.roleId === other.roleId &&
    one.status === other.status &&
    one.familyKey === other.familyKey &&
    one.givenKey === other.givenKey
  );
}

/** Which of an organisation's members. `name` begins the family name, the given name, or both in that order. */
export interface MemberFilter {
  name?: string | undefined;
  roleId?: number | undefined;
  status?: number | undefined;
}

const whereOf = (organisationId: string, { roleId, status }: MemberFilter): Filter => ({
  organisationId,
  ...(roleId !== undefined && { roleId }),
  ...(status !== undefined && { status }),
});

const AT_A_TIME = 500;

/** Those whose key begins with a text, in the order of the key. */
async function beginningWith(
  members: Members,
  where: Filter,
  key: 'familyKey' | 'givenKey',
  text: string,
): Promise<MemberDocument[]> {
  const all: MemberDocument[] = [];
  for (let after = text; ; ) {
    const found = await members.find({
      where: { ...where, [key]: { gt: after, lt: text + LAST_CHARACTER } },
      sort: [[key, 1]],
      limit: AT_A_TIME,
    });
    all.push(...found);
    const last = found.at(-1);
    if (last === undefined || found.length < AT_A_TIME) return all;
    after = last[key];
  }
}

/** An organisation's members by family name: how many, and some of them. Read within the organisation alone. */
export async function findMembers(members: Members, organisationId: string, filter: MemberFilter) {
  const where = whereOf(organisationId, filter);
  const name = textKey(filter.name ?? '');
  if (name === '') {
    return {
      total: await members.count(where),
      read: (skip: number, limit: number) => members.find({ where, sort: [['familyKey', 1]], skip, limit }),
    };
  }
  const [byFamily, byGiven] = await Promise.all([
    beginningWith(members, where, 'familyKey', name),
    beginningWith(members, where, 'givenKey', name),
  ]);
  const found = [...new Map([...byFamily, ...byGiven].map((each) => [each._id, each])).values()];
  found.sort((a, b) => (a.familyKey < b.familyKey ? -1 : 1));
  return { total: found.length, read: (skip: number, limit: number) => found.slice(skip, skip + limit) };
}
