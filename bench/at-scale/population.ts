import { createHash } from 'node:crypto';
import { seededRandom } from '@gatehouse/testing';
import type {
  ModelOrganisation,
  ModelPolicy,
} from '../../apps/platform-e2e/src/testing/model/access-model.ts';

/** How many there are of each. */
export interface Size {
  users: number;
  memberships: number;
  grants: number;
}

export const FULL_SIZE: Size = { users: 20_000, memberships: 60_000, grants: 100_000 };
export const CODES = ['READER', 'EDITOR', 'OWNER'];

const SERVICES = 12;
const CHILDREN = 3;
const DEACTIVATED = 0.05;
const APPROVERS = 0.25;

/** Repeatable choices for a seed. */
export interface Chance {
  number(): number;
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  some<T>(list: readonly T[]): T[];
}

export function createChance(seed: string): Chance {
  const number = seededRandom(seed);
  const below = (limit: number) => Math.floor(number() * limit);
  return {
    number,
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    some: (list) => list.filter(() => number() < 0.5),
  };
}

/** A repeatable id for a seed. */
export function idOf(seed: string, what: string, number: number): string {
  const hex = createHash('sha256').update(`${seed}/${what}/${number}`).digest('hex').toUpperCase();
  return [8, 4, 4, 4, 12]
    .map((length, n, lengths) => {
      const from = lengths.slice(0, n).reduce((sum, each) => sum + each, 0);
      return hex.slice(from, from + length);
    })
    .join('-');
}

export interface MadeService {
  id: string;
  clientId: string;
  name: string;
  description: string;
  params: Record<string, string>;
  parentId?: string;
  policies: ModelPolicy[];
}

const OPEN_SCHOOLS = [
  { field: 'organisation.category.id', operator: 'is' as const, value: ['001'] },
  { field: 'organisation.status.id', operator: 'is_not' as const, value: ['2'] },
];
const TRUSTS = [{ field: 'organisation.category.id', operator: 'is' as const, value: ['010', '013'] }];
const SOME_PEOPLE = [{ field: 'email', operator: 'starts_with' as const, value: ['person-1', 'PERSON-2'] }];

/** The first sees all users and approvers, the last ones are children, and some have policies. */
export function servicesOf(seed: string): MadeService[] {
  const ids = Array.from({ length: SERVICES }, (_, n) => idOf(seed, 'service', n));
  const paramsOf = (n: number): Record<string, string> => ({
    ...(n === 0 && { canViewAllUsers: 'true' }),
    ...(n <= 3 && { canViewApproverReport: 'true' }),
  });
  const policiesOf: Record<number, ModelPolicy[]> = {
    2: [{ conditions: OPEN_SCHOOLS, roles: ['READER', 'EDITOR'] }],
    3: [
      { conditions: OPEN_SCHOOLS, roles: ['READER'] },
      { conditions: TRUSTS, roles: CODES },
    ],
    4: [{ conditions: SOME_PEOPLE, roles: CODES }],
    10: [{ conditions: TRUSTS, roles: [] }],
  };
  return ids.map((id, n) => {
    const child = n - (SERVICES - CHILDREN);
    const parentId = child >= 0 ? ids[1 + child] : undefined;
    return {
      ...{ id, clientId: `service-${n}`, name: `Service ${n}`, description: `Service number ${n}` },
      ...{ params: paramsOf(n), policies: policiesOf[n] ?? [], ...(parentId !== undefined && { parentId }) },
    };
  });
}

export interface MadeUser {
  userId: string;
  email: string;
  givenName: string;
  status: 0 | 1;
  memberships: { organisationId: string; roleId: 0 | 10000 }[];
}

/** Numbered people, one to a few organisations each. */
export function usersOf(
  seed: string,
  { users, memberships }: Size,
  organisationIds: readonly string[],
): MadeUser[] {
  const chance = createChance(`${seed}/users`);
  const made = Array.from(
    { length: users },
    (_, n): MadeUser => ({
      userId: idOf(seed, 'user', n),
      email: `person-${n}@example.org`,
      givenName: `Given ${n}`,
      status: chance.number() < DEACTIVATED ? 0 : 1,
      memberships: [],
    }),
  );
  for (let held = 0; held < memberships; ) {
    const user = chance.pick(made);
    // A third of the organisations have most of the people.
    const range = chance.number() < 0.7 ? Math.ceil(organisationIds.length / 3) : organisationIds.length;
    const organisationId = organisationIds[chance.below(range)] as string;
    if (user.memberships.some((each) => each.organisationId === organisationId)) continue;
    user.memberships.push({ organisationId, roleId: chance.number() < APPROVERS ? 10000 : 0 });
    held++;
  }
  return made;
}

/** Made-up organisations, where there is no register to import. */
export function organisationsOf(seed: string, count: number): ModelOrganisation[] {
  return Array.from({ length: count }, (_, n) => ({
    id: idOf(seed, 'organisation', n),
    name: `Organisation ${n}`,
    category: n % 5 === 0 ? '010' : '001',
    status: n % 50 === 0 ? 9 : n % 7 === 0 ? 2 : 1,
    // Each is shared by two.
    ukprn: String(10_000_000 + Math.floor(n / 2)),
    ...(n % 3 === 0 && { upin: String(100_000 + n) }),
  }));
}
