import type { JsonRecord } from '../../api/answers.ts';
import type { OperatorApi } from '../../api/operator-api.ts';
import { createReferences } from '../../api/references.ts';
import { Refused } from '../../failures.ts';
import { applyPerson } from './apply-person.ts';
import { createCatalogue } from './catalogue.ts';
import { dryRunApi } from './dry-run-api.ts';
import type { PersonRow } from './person-row.ts';

const ORGANISATION = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
const AUTHORITY = '0C8A7C3C-5B2C-4C5A-9D59-8C3A1C7C2F10';
const SERVICE = '6D588FF9-F941-4E46-9EDE-DC60FE52A19F';
const row: PersonRow = {
  email: 'ann@school.example',
  givenName: 'Ann',
  familyName: 'Lee',
  organisation: ORGANISATION,
  service: SERVICE,
  roles: ['A'],
};

const primary = { field: 'organisation.phaseOfEducation.id', operator: 'is', value: ['2'] };
const approvers = { field: 'organisation.role.id', operator: 'is', value: ['10000'] };
const ofTheAuthority = { field: 'organisation.localAuthority.id', operator: 'is', value: [AUTHORITY] };

/** As much of a platform as an import of users needs. */
function smallPlatform(conditions: readonly unknown[] = []) {
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
          ...{ id: SERVICE, code, name: code, numericId: '1' },
          status: code === 'Old' ? 'Inactive' : 'Active',
        }));
        return { status: 200, body: { roles, numberOfPages: 1 } };
      }
      if (target === `/manage/services/${SERVICE}/policies`) {
        const policies = conditions.map((condition, place) => ({
          ...{ id: `P${place}`, name: `P${place}`, conditions: [condition], roles: ['A', 'B'] },
        }));
        return { status: 200, body: { policies, numberOfPages: 1 } };
      }
      if (target === `/manage/organisations/${ORGANISATION}`) {
        const body = { id: ORGANISATION, name: 'A', category: '001', status: 1, phaseOfEducation: 4 };
        return { status: 200, body };
      }
      if (target === `/manage/organisations/${ORGANISATION}/links`) {
        return { status: 200, body: { localAuthority: { id: AUTHORITY, name: 'L' }, trusts: [] } };
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
    const registers = { api, references: createReferences(api), catalogue: createCatalogue(api) };
    await applyPerson(registers, each, (kind, outcome) => told.push(`${kind} ${outcome}`));
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

const faulty: [change: Partial<PersonRow>, words: string][] = [
  [{ roles: ['A', 'Z'] }, 'service_roles: Z: the service has no such role'],
  [{ roles: ['A', 'Old'] }, 'service_roles: Old: the role Old is inactive'],
  [{ givenName: '' }, 'given_name is blank'],
  [{ givenName: 'x'.repeat(256) }, 'given_name is longer than 255 characters'],
  [{ familyName: 'a\tb' }, 'family_name holds control characters'],
  [{ organisation: AUTHORITY }, `There is no organisation with the id ${AUTHORITY}`],
  [{ service: AUTHORITY }, `There is no service with the id ${AUTHORITY}`],
];

describe.each([
  ['an import', (api: OperatorApi) => api],
  ['a dry run', dryRunApi],
])('%s checks all of a row before anything of it is written', (_name, apiOf) => {
  test.each(faulty)('%j', async (change, words) => {
    const { api, writes } = smallPlatform();
    await expect(apply(apiOf(api), { ...row, ...change })).rejects.toThrow(words);
    expect(writes).toEqual([]);
  });

  test('policies, on the organisation and on the person as the row would make them', async () => {
    const { api, writes } = smallPlatform([primary, approvers]);
    await expect(apply(apiOf(api), row)).rejects.toThrow('The policy "P0" does not admit this user here');
    expect(writes).toEqual([]);
    expect(await apply(apiOf(api), { ...row, roleId: 10000 })).toContain('grants created');
    const { api: other } = smallPlatform([ofTheAuthority]);
    expect(await apply(apiOf(other), row)).toContain('grants created');
  });

  test('every fault is told at once', async () => {
    const { api } = smallPlatform([primary]);
    await expect(apply(apiOf(api), { ...row, givenName: '', roles: ['Z'] })).rejects.toMatchObject({
      lines: [
        'given_name is blank',
        'The policy "P0" does not admit this user here',
        expect.stringContaining('Z'),
      ],
    });
  });
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

  test('lets who has an inactive role keep it', async () => {
    const { api, held } = smallPlatform();
    await apply(api, row);
    held.set(GRANT, { id: SERVICE, roles: ['Old'] });
    expect(await apply(dryRunApi(api), row)).toContain('grants updated');
  });
});
