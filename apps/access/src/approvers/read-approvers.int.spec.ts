import { type Approver, parseEvent, topics } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { walk } from '../testing/list-reading.ts';
import { createMaking } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const making = createMaking(() => access);
const MAY = { params: { canViewApproverReport: 'true' } };
const approversOf = (serviceId: string, query = '') => access.client(serviceId, `/users/approvers${query}`);
const policy = (serviceId: string, id: string, conditions: object[]) =>
  access.operator('PUT', `/manage/services/${serviceId}/policies/${id}`, { name: id, conditions, roles: [] });
const shown = async (serviceId: string) =>
  (await walk<Approver>(access, serviceId, { path: '/users/approvers', pageSize: 2 })).map(
    ({ userId, organisation: { id } }) => `${id}:${userId}`,
  );

/** Publishes an organisation with some approvers; their ids as the list orders them. */
async function school(category: string, statuses: readonly (0 | 1)[], status = 1) {
  const organisationId = newId();
  const facts = { category, status, upin: '123456' };
  await access.neighbours.organisation(1, organisation(organisationId, facts));
  const approvers = [];
  for (const userStatus of statuses) {
    const userId = newId();
    const memberships = [membership(organisationId, 1, 10000)];
    await access.neighbours.user(1, user(userId, { memberships, status: userStatus }));
    approvers.push(`${organisationId}:${userId}`);
  }
  return { organisationId, facts, approvers };
}

describe('403', () => {
  test('unless the service may, whatever the query', async () => {
    const { id } = await making.service();
    const not = await making.service({ params: { canViewApproverReport: 'True' } });
    expect((await approversOf(id)).status).toBe(403);
    expect((await approversOf(not.id, '?page=x')).status).toBe(403);
    expect((await access.operator('GET', '/users/approvers')).status).toBe(403);
    expect((await access.request(undefined, 'GET', '/users/approvers')).status).toBe(401);
    const may = await making.service(MAY);
    expect((await approversOf(may.id, '?pageSize=501')).status).toBe(400);
  });
});

test('all approvers where there is no policy, the deactivated too, hidden organisations left out', async () => {
  const { id } = await making.service(MAY);
  const one = await school('001', [1, 0]);
  const other = await school('002', [1]);
  const hidden = await school('001', [1], 9);
  const memberships = [membership(one.organisationId, 1)];
  await access.neighbours.user(1, user(newId(), { memberships }));
  const all = [...one.approvers, ...other.approvers];
  const among = async () => (await shown(id)).filter((each) => [...all, ...hidden.approvers].includes(each));
  await eventually(async () => expect(await among()).toEqual(all.toSorted()));

  await access.neighbours.organisation(
    2,
    organisation(hidden.organisationId, { ...hidden.facts, status: 2 }),
  );
  await access.neighbours.organisation(2, organisation(other.organisationId, { ...other.facts, status: 0 }));
  await eventually(async () =>
    expect(await among()).toEqual([...one.approvers, ...hidden.approvers].toSorted()),
  );
});

test('a record has exactly the members of the reference', async () => {
  const { id } = await making.service(MAY);
  const { organisationId, approvers } = await school('002', [0]);
  const userId = approvers[0]?.split(':')[1] ?? '';
  await policy(id, 'P', [{ field: 'organisation.id', operator: 'is', value: [organisationId] }]);
  await eventually(async () => expect((await approversOf(id)).body.numberOfRecords).toBe(1));
  expect((await approversOf(id)).body).toEqual({
    users: [
      {
        organisation: {
          id: organisationId,
          name: 'Hill School',
          category: { id: '002', name: 'Local Authority' },
          urn: null,
          uid: null,
          ukprn: null,
          establishmentNumber: null,
          status: { id: 1, name: 'Open' },
          closedOn: null,
          address: null,
          telephone: null,
          statutoryLowAge: null,
          statutoryHighAge: null,
          legacyId: null,
          companyRegistrationNumber: null,
          ProviderProfileID: null,
          UPIN: '123456',
          PIMSProviderType: null,
          PIMSStatus: null,
          DistrictAdministrativeName: null,
          OpenedOn: null,
          SourceSystem: null,
          ProviderTypeName: null,
          GIASProviderType: null,
          PIMSProviderTypeCode: null,
        },
        roleId: 10000,
        roleName: 'Approver',
        userId,
        userStatus: 0,
        email: `${userId.toLowerCase()}@example.org`,
        familyName: 'Park',
        givenName: 'Ada',
      },
    ],
    numberOfRecords: 1,
    page: 1,
    numberOfPages: 1,
  });
});

test('conditions on the organisation and on the person count, as they are now', async () => {
  const { id } = await making.service(MAY);
  const [one, other] = [await school('013', [1, 0]), await school('014', [1])];
  const [first, second] = one.approvers;
  const [third] = other.approvers;
  await policy(id, 'P', [
    { field: 'organisation.category.id', operator: 'is', value: ['013'] },
    { field: 'status', operator: 'is', value: ['1'] },
  ]);
  await eventually(async () => expect(await shown(id)).toEqual([first]));
  // The person changes.
  const [organisationId = '', userId = ''] = second?.split(':') ?? [];
  const memberships = [membership(organisationId, 1, 10000)];
  await access.neighbours.user(2, user(userId, { memberships, status: 1 }));
  await eventually(async () => expect(await shown(id)).toEqual([first, second].toSorted()));
  // The membership goes.
  await access.neighbours.user(3, user(userId, { memberships: [membership(organisationId, 1)] }));
  await eventually(async () => expect(await shown(id)).toEqual([first]));
  // The organisation changes.
  await access.neighbours.organisation(
    2,
    organisation(other.organisationId, { ...other.facts, category: '013' }),
  );
  await eventually(async () => expect(await shown(id)).toEqual([first, third].toSorted()));
  // The policies change.
  await policy(id, 'Q', [{ field: 'organisation.role.id', operator: 'is', value: ['0'] }]);
  await policy(id, 'P', [{ field: 'organisation.category.id', operator: 'is', value: ['no such'] }]);
  expect(await shown(id)).toEqual([]);
});

test('an organisation left without an approver: an event and a metric, and again when it has one', async () => {
  const { organisationId, approvers } = await school('001', [1, 1]);
  const [first = '', second = ''] = approvers.map((each) => each.split(':')[1] ?? '');
  const published: [string, number][] = [];
  const consumer = await access.eventLog.consume({
    topics: [topics.grants.name],
    async handle(records) {
      for (const { key, value } of records) {
        const event = parseEvent(JSON.parse(value));
        if (event?.type !== 'gatehouse.access.approvers.v1') continue;
        if (event.data.state.organisationId === organisationId)
          published.push([key, event.data.state.approvers]);
      }
    },
  });
  const metric = async () => {
    const text = await (await fetch(`${access.url}/metrics`)).text();
    return Number(/^gatehouse_organisations_without_approver\{[^}]*\} (\d+)$/m.exec(text)?.[1]);
  };
  const before = await metric();
  const memberships = [membership(organisationId, 1)];
  await access.neighbours.user(2, user(first, { memberships }));
  await access.neighbours.user(2, {
    id: second,
    answered: [],
    state: 'removed',
    removedAt: user('').createdAt,
  });
  const key = `approvers:${organisationId}`;
  await eventually(() => expect(published).toEqual([[key, 0]]));
  expect(await metric()).toBe(before + 1);
  await access.neighbours.user(3, user(first, { memberships: [membership(organisationId, 1, 10000)] }));
  await eventually(() =>
    expect(published).toEqual([
      [key, 0],
      [key, 1],
    ]),
  );
  expect(await metric()).toBe(before);
  await consumer.close();
});
