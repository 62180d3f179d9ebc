import type { ListedUser } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createListing } from '../testing/listing.ts';
import { grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const { making, users, listed } = createListing(() => access);

describe('who may read it', () => {
  test.each(['/users', '/users/changes'])('%s: a client for its own service alone', async (path) => {
    expect((await access.request(undefined, 'GET', path)).status).toBe(401);
    expect((await access.operator('GET', path)).status).toBe(403);
    expect((await access.client(newId(), path)).status).toBe(403);
    const { id } = await making.service();
    expect((await access.client(id, path)).status).toBe(200);
    expect(
      (await access.request({ kind: 'client', serviceId: id, clientId: 'x' }, 'POST', path)).status,
    ).toBe(405);
  });
});

describe('a record', () => {
  test('has exactly the members of the reference', async () => {
    const { id } = await making.service();
    await making.role(id, 'TEST', 'Active');
    const roles = await access.operator('GET', `/manage/services/${id}/roles/TEST`);
    const [userId, place] = [newId(), newId()];
    await access.neighbours.organisation(
      1,
      organisation(place, { name: 'Department', category: '002', establishmentNumber: '001', type: '01' }),
    );
    await access.neighbours.user(1, user(userId, { memberships: [membership(place, 1, 10000)] }));
    await access.operator('PUT', grantPath(userId, place, id), { roles: ['TEST'] });
    await listed(id, [userId]);
    const { body } = await users(id);
    const [record] = body.users;
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body).toEqual({
      users: [
        {
          approvedAt: iso,
          updatedAt: record.approvedAt,
          organisation: {
            id: place,
            name: 'Department',
            Category: '002',
            Type: '01',
            URN: null,
            UID: null,
            UKPRN: null,
            EstablishmentNumber: '001',
            Status: 1,
            ClosedOn: null,
            Address: null,
            phaseOfEducation: null,
            statutoryLowAge: null,
            statutoryHighAge: null,
            telephone: null,
            regionCode: null,
            legacyId: null,
            companyRegistrationNumber: null,
            ProviderProfileID: null,
            UPIN: null,
            PIMSProviderType: null,
            PIMSStatus: null,
            DistrictAdministrativeName: null,
            OpenedOn: null,
            SourceSystem: null,
            ProviderTypeName: null,
            GIASProviderType: null,
            PIMSProviderTypeCode: null,
            createdAt: organisation(place).createdAt,
            updatedAt: organisation(place).updatedAt,
          },
          roles: [{ id: expect.any(String), name: 'TEST', code: 'TEST', numericId: '1', status: 1 }],
          roleName: 'Approver',
          roleId: 10000,
          userId,
          userStatus: 1,
          email: `${userId.toLowerCase()}@example.org`,
          familyName: 'Park',
          givenName: 'Ada',
        },
      ],
      numberOfRecords: 1,
      page: 1,
      numberOfPages: 1,
    });
    expect(roles.body.numericId).toBe('1');
  });

  test('was updated when the user, the membership or the grant was last, not the organisation', async () => {
    const { id } = await making.service();
    const [userId, place] = [newId(), newId()];
    const member = membership(place, 1);
    await access.neighbours.organisation(1, organisation(place));
    await access.neighbours.user(1, user(userId, { memberships: [member] }));
    await access.operator('PUT', grantPath(userId, place, id), {});
    await listed(id, [userId]);
    const [first] = (await users(id)).body.users;
    const later = (seconds: number) => new Date(Date.parse(first.updatedAt) + seconds * 1_000).toISOString();
    const read = async () => (await users(id)).body.users[0] as ListedUser;

    const changed = { ...member, roleId: 10000 as const, updatedAt: later(10) };
    await access.neighbours.user(2, user(userId, { memberships: [changed] }));
    await eventually(async () =>
      expect(await read()).toMatchObject({ updatedAt: later(10), roleName: 'Approver' }),
    );
    const off = {
      memberships: [changed],
      status: 0 as const,
      email: 'new@example.org',
      updatedAt: later(20),
    };
    await access.neighbours.user(3, user(userId, off));
    await eventually(async () =>
      expect(await read()).toMatchObject({ updatedAt: later(20), userStatus: 0, email: 'new@example.org' }),
    );
    await access.neighbours.organisation(2, organisation(place, { status: 9, updatedAt: later(30) }));
    await eventually(async () => {
      const record = await read();
      expect(record.organisation).toMatchObject({ Status: 9, updatedAt: later(30) });
      expect(record).toMatchObject({ updatedAt: later(20), approvedAt: first.approvedAt });
    });
    // A membership elsewhere is none of this record's.
    const elsewhere = { ...membership(newId(), 5), updatedAt: later(40) };
    await access.neighbours.user(4, user(userId, { ...off, memberships: [changed, elsewhere] }));
    await access.neighbours.user(5, { id: userId, answered: [], state: 'removed', removedAt: later(50) });
    await listed(id, []);
    expect((await users(id)).body).toEqual({ users: [], numberOfRecords: 0, page: 1, numberOfPages: 0 });
  });
});
