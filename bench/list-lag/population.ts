import type { ApiClient } from '@gatehouse/testing';
import { newId } from '../../apps/platform-e2e/src/testing/scene.ts';

const AT_A_TIME = 16;
const MEMBERSHIP = { roleId: 0 };

/** A user who is a member of one organisation. */
export interface Member {
  userId: string;
  organisationId: string;
}

/** Someone with grants in many organisations. */
export interface Person {
  userId: string;
  email: string;
  organisationIds: readonly string[];
}

async function inParallel<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = Iterator.from(items);
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
    }),
  );
}

export async function put(operator: ApiClient, path: string, body: unknown = {}): Promise<void> {
  const { status, text } = await operator.put(path, body);
  if (status !== 200 && status !== 201) throw new Error(`PUT ${path}: ${status} ${text}`);
}

/** Where a grant is made and changed. */
export function grantPath({ userId, organisationId }: Member, serviceId: string): string {
  return `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
}

export async function makeOrganisations(operator: ApiClient, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await inParallel(ids, (id) =>
    put(operator, `/manage/organisations/${id}`, { name: 'Hill School', category: '001', status: 1 }),
  );
  return ids;
}

const person = (email: string) => ({ email, given_name: 'Ann', family_name: 'Lee' });

/** Users who are members of one organisation each and granted nothing. */
export async function makeMembers(
  operator: ApiClient,
  organisationId: string,
  count: number,
): Promise<Member[]> {
  const members = Array.from({ length: count }, () => ({ userId: newId(), organisationId }));
  await inParallel(members, async ({ userId }) => {
    await put(operator, `/manage/users/${userId}`, person(`${userId}@example.org`));
    await put(operator, `/manage/users/${userId}/organisations/${organisationId}`, MEMBERSHIP);
  });
  return members;
}

/** People with a grant to the service in each of these organisations. */
export async function makePeople(
  operator: ApiClient,
  {
    serviceId,
    organisationIds,
    count,
  }: { serviceId: string; organisationIds: readonly string[]; count: number },
): Promise<Person[]> {
  const people = Array.from({ length: count }, () => {
    const userId = newId();
    return { userId, email: `${userId}@example.org`, organisationIds };
  });
  await inParallel(people, async ({ userId, email }) => {
    await put(operator, `/manage/users/${userId}`, person(email));
    for (const organisationId of organisationIds) {
      await put(operator, `/manage/users/${userId}/organisations/${organisationId}`, MEMBERSHIP);
      await put(operator, grantPath({ userId, organisationId }, serviceId));
    }
  });
  return people;
}
