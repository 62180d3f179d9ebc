import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { granting, membership, organisation, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
/** A family of services, and one that has nothing to do with it. */
const ids = {
  parent: newId(),
  own: newId(),
  child: newId(),
  grandchild: newId(),
  stranger: newId(),
  seesAll: newId(),
};
const userId = newId();
const school = newId();
const hidden = newId();

const put = (path: string, body: object) => access.operator('PUT', `/manage/${path}`, body);

beforeAll(async () => {
  access = await startAccessUnderTest();
  const service = (name: keyof typeof ids, more: object = {}) =>
    put(`services/${ids[name]}`, { clientId: `The-${name}`, name, redirectUris: [], ...more });
  await service('parent');
  await service('own', { parentId: ids.parent, description: 'Own service' });
  await service('child', { parentId: ids.own });
  await service('grandchild', { parentId: ids.child });
  await service('stranger');
  await service('seesAll', { params: { canViewAllUsers: 'true' } });
  await put(`services/${ids.own}/roles/R1`, { name: 'Role one' });
  await put(`services/${ids.own}/roles/R2`, { name: 'Role two', status: 'Inactive' });
  await access.neighbours.organisation(
    1,
    organisation(school, {
      urn: '100001',
      upin: '111111',
      status: 3,
      statutoryLowAge: 4,
      closedOn: '2026-02-03',
      DistrictAdministrativeCode: 'E09',
      PIMSProviderTypeCode: 11,
    }),
  );
  await access.neighbours.organisation(1, organisation(hidden, { status: 9 }));
  const memberships = [membership(hidden, 1), membership(school, 1, 10000)];
  await access.neighbours.user(1, user(userId, { memberships }));
  for (const place of [school, hidden]) {
    await put(`users/${userId}/organisations/${place}/services/${ids.own}`, { roles: ['R1'] });
  }
});
afterAll(() => access.close());

const base = () => ({
  id: school,
  name: 'Hill School',
  category: { id: '001', name: 'Establishment' },
  urn: '100001',
  uid: null,
  ukprn: null,
  establishmentNumber: null,
  status: { id: 3, name: 'Proposed to close' },
  closedOn: '2026-02-03',
  address: null,
  telephone: null,
  statutoryLowAge: 4,
  statutoryHighAge: null,
  legacyId: null,
  companyRegistrationNumber: null,
});

describe('a service in the URL', () => {
  const statusesOf = (path: string) =>
    Promise.all(
      (['parent', 'own', 'child', 'grandchild', 'stranger'] as const).map(
        async (name) => (await access.client(ids[name], path)).status,
      ),
    );

  test.each(['roles', 'access'])(
    '%s: its own service and its parent see it, others are refused',
    async (what) => {
      const path =
        what === 'roles'
          ? `/services/${ids.own}/roles`
          : `/services/${ids.own}/organisations/${school}/users/${userId}`;
      expect(await statusesOf(path)).toEqual([200, 200, 403, 403, 403]);
      expect((await access.operator('GET', path)).status).toBe(200);
      expect((await access.request(undefined, 'GET', path)).status).toBe(401);
    },
  );

  test('is named by id or client id, in any case; the answer holds the id', async () => {
    for (const name of [ids.own, ids.own.toLowerCase(), 'The-own', 'the-OWN']) {
      const { body } = await access.client(ids.own, `/services/${name}/roles`);
      expect(body).toEqual([
        { name: 'Role one', code: 'R1', status: 'Active' },
        { name: 'Role two', code: 'R2', status: 'Inactive' },
      ]);
      const shown = await access.client(ids.own, `/services/${name}/organisations/${school}/users/${userId}`);
      expect(shown.body.serviceId).toBe(ids.own);
    }
    expect((await access.client(ids.own, '/services/The-child/roles')).body).toEqual([]);
  });

  test('404 where there is none, for anybody', async () => {
    for (const name of [newId(), 'nobody', '%00', 'a%2Fb']) {
      expect((await access.client(ids.own, `/services/${name}/roles`)).status).toBe(404);
      expect((await access.operator('GET', `/services/${name}/roles`)).status).toBe(404);
    }
  });

  test('404 where the user has no grant there', async () => {
    const at = (place: string, person: string) =>
      access.client(ids.own, `/services/${ids.own}/organisations/${place}/users/${person}`);
    expect((await at(newId(), userId)).status).toBe(404);
    expect((await at(school, newId())).status).toBe(404);
    expect((await at('x', 'y')).status).toBe(404);
    expect((await at(school.toLowerCase(), userId.toLowerCase())).status).toBe(200);
    expect(
      (await access.client(ids.own, `/services/${ids.child}/organisations/${school}/users/${userId}`)).status,
    ).toBe(404);
  });
});

describe("a user's data", () => {
  const paths = ['organisations', 'v2/organisations', 'organisationservices'];

  test.each(paths)(
    '%s: shown for a grant to the own service or a child, or to who sees all',
    async (path) => {
      const statusFor = async (name: keyof typeof ids) =>
        (await access.client(ids[name], `/users/${userId}/${path}`)).status;
      expect(await statusFor('own')).toBe(200);
      expect(await statusFor('parent')).toBe(200);
      expect(await statusFor('seesAll')).toBe(200);
      expect(await statusFor('child')).toBe(404);
      expect(await statusFor('grandchild')).toBe(404);
      const stranger = await access.client(ids.stranger, `/users/${userId}/${path}`);
      const unknown = await access.client(ids.stranger, `/users/${newId()}/${path}`);
      expect({ ...stranger.body, correlationId: '' }).toEqual({ ...unknown.body, correlationId: '' });
      expect(stranger.status).toBe(404);
      expect((await access.client(ids.own, `/users/no-uuid/${path}`)).status).toBe(404);
      expect((await access.operator('GET', `/users/${userId}/${path}`)).status).toBe(403);
      expect((await access.request(undefined, 'GET', `/users/${userId}/${path}`)).status).toBe(401);
      expect((await access.client(ids.seesAll, `/users/${newId()}/${path}`)).status).toBe(404);
    },
  );

  test('organisations: the members of the reference, without hidden ones', async () => {
    expect((await access.client(ids.own, `/users/${userId.toLowerCase()}/organisations`)).body).toEqual([
      base(),
    ]);
  });

  test('v2: more of them, the district code twice', async () => {
    const { body } = await access.client(ids.own, `/users/${userId}/v2/organisations`);
    expect(body).toEqual([
      {
        ...base(),
        upin: '111111',
        DistrictAdministrativeCode: 'E09',
        DistrictAdministrative_code: 'E09',
        providerTypeName: null,
        ProviderProfileID: null,
        OpenedOn: null,
        SourceSystem: null,
        GIASProviderType: null,
        PIMSProviderType: null,
        PIMSProviderTypeCode: 11,
        PIMSStatus: null,
        masteringCode: null,
        PIMSStatusName: null,
        GIASStatus: null,
        GIASStatusName: null,
        MasterProviderStatusCode: null,
        MasterProviderStatusName: null,
        LegalName: null,
      },
    ]);
  });

  test('organisationservices: the services of the client in each organisation', async () => {
    const { body } = await access.client(ids.own, `/users/${userId}/organisationservices`);
    expect(body).toEqual({
      userId,
      userStatus: 1,
      email: `${userId.toLowerCase()}@example.org`,
      familyName: 'Park',
      givenName: 'Ada',
      organisations: [
        {
          ...base(),
          ProviderProfileID: null,
          UPIN: '111111',
          PIMSProviderType: null,
          PIMSStatus: null,
          DistrictAdministrativeName: null,
          OpenedOn: null,
          SourceSystem: null,
          ProviderTypeName: null,
          GIASProviderType: null,
          PIMSProviderTypeCode: 11,
          services: [{ name: 'own', description: 'Own service', roles: [{ name: 'Role one', code: 'R1' }] }],
          orgRoleId: 10000,
          orgRoleName: 'Approver',
        },
      ],
    });
    const ofParent = await access.client(ids.parent, `/users/${userId}/organisationservices`);
    expect(ofParent.status).toBe(200);
    expect(ofParent.body.organisations).toEqual([]);
  });

  test('shown to who invited the user, for good; 404 where the user is in no organisation that shows', async () => {
    const [invited, place] = [newId(), newId()];
    await access.neighbours.organisation(1, organisation(place));
    await access.neighbours.user(1, user(invited, { memberships: [membership(place, 1)] }));
    const read = (name: keyof typeof ids) => access.client(ids[name], `/users/${invited}/organisations`);
    expect((await read('own')).status).toBe(404);
    await access.neighbours.granting(
      1,
      granting(newId(), { serviceId: ids.own, userId: invited, userVersion: 1 }),
    );
    await eventually(async () => expect((await read('own')).status).toBe(200));
    expect((await read('parent')).status).toBe(200);
    expect((await read('child')).status).toBe(404);
    await access.neighbours.organisation(2, organisation(place, { status: 0 }));
    await eventually(async () => expect((await read('own')).status).toBe(404));
    expect(
      (await access.client(ids.own, `/users/${invited}/organisationservices`)).body.organisations,
    ).toEqual([]);
  });
});

test('ready once the read models caught up; metrics tell of them', async () => {
  await eventually(async () => expect((await access.request(undefined, 'GET', '/readyz')).status).toBe(200));
  const { text } = await fetch(`${access.url}/metrics`).then(async (answer) => ({
    text: await answer.text(),
  }));
  expect(text).toContain('gatehouse_consumer_lag_records');
  expect(text).toContain('gatehouse_relay_waiting_events');
});
