import type { JsonRecord } from '../answers.ts';
import { Refused } from '../failures.ts';
import type { OperatorApi } from '../operator-api.ts';
import { createReferences } from '../references.ts';
import { applyPerson } from './apply-person.ts';
import { dryRunApi } from './dry-run-api.ts';
import type { PersonRow } from './person-row.ts';

const ORGANISATION = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
const SERVICE = '6D588FF9-F941-4E46-9EDE-DC60FE52A19F';
const row: PersonRow = {
  email: 'ann@school.example',
  givenName: 'Ann',
  familyName: 'Lee',
  organisation: ORGANISATION,
  service: SERVICE,
  roles: ['A'],
};

/** As much of a platform as an import of users needs. */
function smallPlatform() {
  const held = new Map<string, JsonRecord>();
  const writes: string[] = [];
  const api: OperatorApi = {
    async call(method, target, { json, query } = {}) {
      const body = (json ?? {}) as JsonRecord;
      if (method === 'GET' && target === '/manage/users') {
        const users = [...held.values()].filter(({ email }) => email === query?.email);
        return { status: 200, body: { users, numberOfPages: 1 } };
      }
      if (target === `/manage/services/${SERVICE}/roles`) {
        const roles = ['A', 'B', 'Old'].map((code) => ({
          code,
          status: code === 'Old' ? 'Inactive' : 'Active',
        }));
        return { status: 200, body: { roles, numberOfPages: 1 } };
      }
      if (method === 'GET') {
        const found = held.get(target);
        if (found === undefined) throw new Refused(['There is nothing here'], 404);
        return { status: 200, body: found };
      }
      writes.push(`${method} ${target}`);
      const id = method === 'POST' ? 'USER' : (target.split('/').at(-1) ?? '');
      const kept = method === 'POST' ? `/manage/users/${id}` : target;
      held.set(kept, { id, ...body });
      return { status: 201, body: { id, ...body } };
    },
    close: async () => {},
  };
  return { api, held, writes };
}

async function apply(api: OperatorApi, ...rows: PersonRow[]): Promise<string[]> {
  const told: string[] = [];
  for (const each of rows) {
    await applyPerson(api, createReferences(api), each, (kind, outcome) => told.push(`${kind} ${outcome}`));
  }
  return told;
}

const GRANT = `/manage/users/USER/organisations/${ORGANISATION}/services/${SERVICE}`;
const MEMBERSHIP = `/manage/users/USER/organisations/${ORGANISATION}`;

test('user, membership and grant are made; again, nothing is written', async () => {
  const { api, held, writes } = smallPlatform();
  expect(await apply(api, row)).toEqual(['users created', 'memberships created', 'grants created']);
  expect(writes).toEqual(['POST /manage/users', `PUT ${MEMBERSHIP}`, `PUT ${GRANT}`]);
  expect(held.get(MEMBERSHIP)).toMatchObject({ roleId: 0 });
  expect(await apply(api, row)).toEqual(['users unchanged', 'memberships unchanged', 'grants unchanged']);
  expect(writes).toHaveLength(3);
});

test('what is there stays: an approver where the row is silent, identifiers, other roles', async () => {
  const { api, held } = smallPlatform();
  await apply(api, { ...row, roleId: 10000 });
  held.set(GRANT, { id: SERVICE, roles: ['B'], identifiers: [{ key: 'k', value: 'v' }] });
  expect(await apply(api, row)).toEqual(['users unchanged', 'memberships unchanged', 'grants updated']);
  expect(held.get(GRANT)).toMatchObject({ roles: ['B', 'A'], identifiers: [{ key: 'k', value: 'v' }] });
  expect(await apply(api, { ...row, roleId: 0 })).toContain('memberships updated');
});

test('a row that names what is not there makes nothing', async () => {
  const { api, writes } = smallPlatform();
  const failing: OperatorApi = {
    ...api,
    call: (method, target, options) =>
      target === '/manage/organisations'
        ? Promise.resolve({ status: 200, body: { organisations: [], numberOfPages: 0 } })
        : api.call(method, target, options),
  };
  await expect(apply(failing, { ...row, organisation: 'urn:9' })).rejects.toThrow(Refused);
  expect(writes).toEqual([]);
});

describe('a dry run', () => {
  test('tells the same, also of rows that build on earlier ones, and writes nothing', async () => {
    const { api, writes } = smallPlatform();
    const told = await apply(dryRunApi(api), row, row, { ...row, roles: ['B'], email: 'ANN@school.example' });
    expect(told).toEqual([
      ...['users created', 'memberships created', 'grants created'],
      ...['users unchanged', 'memberships unchanged', 'grants unchanged'],
      ...['users unchanged', 'memberships unchanged', 'grants updated'],
    ]);
    expect(writes).toEqual([]);
  });

  test.each([
    [{ roles: ['A', 'Z'] }, 'The service has no role Z'],
    [{ roles: ['A', 'Old'] }, 'The role Old is inactive'],
    [{ givenName: '' }, 'given_name: is blank'],
    [{ givenName: 'x'.repeat(256) }, 'given_name: should be at most 255 characters'],
    [{ familyName: 'a\tb' }, 'family_name: holds control characters'],
  ])('refuses %j as the platform would', async (faulty, words) => {
    const { api } = smallPlatform();
    await expect(apply(dryRunApi(api), { ...row, ...faulty })).rejects.toThrow(words);
  });

  test('lets who has an inactive role keep it', async () => {
    const { api, held } = smallPlatform();
    await apply(api, row);
    held.set(GRANT, { id: SERVICE, roles: ['Old'] });
    expect(await apply(dryRunApi(api), row)).toContain('grants updated');
  });
});
