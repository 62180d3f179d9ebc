import type { InvitationState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

let count = 0;
const SCHOOL = { name: 'By Mistake School', category: '001', status: 1 };
const pathOf = (id: string) => `/manage/organisations/${id}`;
const remove = (id: string) => directory.request('DELETE', pathOf(id));

async function organisation(more: object = {}): Promise<string> {
  const id = newId();
  expect((await directory.request('PUT', pathOf(id), { ...SCHOOL, ...more })).status).toBe(201);
  return id;
}

async function user(): Promise<string> {
  const person = { email: `p${++count}@example.org`, given_name: 'A', family_name: 'B' };
  return (await directory.request('POST', '/manage/users', person)).body.id;
}

const membership = (userId: string, organisationId: string) =>
  `/manage/users/${userId}/organisations/${organisationId}`;

function waiting(organisationId: string): InvitationState {
  const at = new Date(0).toISOString();
  return {
    ...{ id: newId(), kind: 'invitation', status: 'waiting', registrationId: newId() },
    ...{ serviceId: newId(), audienceServiceId: newId(), sourceId: 's', correlationId: 'c' },
    ...{ organisationId, createdAt: at, updatedAt: at, expiresAt: at },
  };
}

describe('204', () => {
  test('nothing is left of it but its id and category, and its URN is free at once', async () => {
    const id = await organisation({ urn: '700001', ukprn: '70000001' });
    const before = (await directory.request('GET', '/manage/organisations')).body.numberOfRecords;
    expect((await remove(id.toLowerCase())).status).toBe(204);
    for (const path of ['', '/links']) {
      expect((await directory.request('GET', pathOf(id) + path)).status).toBe(404);
    }
    expect((await remove(id)).status).toBe(404);
    expect((await directory.request('PUT', membership(await user(), id), { roleId: 0 })).status).toBe(404);
    for (const query of ['', '?name=by mistake', '?urn=700001', '?ukprn=70000001']) {
      const { body } = await directory.request('GET', `/manage/organisations${query}`);
      expect(body.organisations.map((each: { id: string }) => each.id)).not.toContain(id);
      if (query === '') expect(body.numberOfRecords).toBe(before - 1);
    }
    expect((await directory.eventsOf(id)).at(-1)?.data.state).toEqual({
      ...{ id, name: '', category: '001', status: 9, associations: [] },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String), removedAt: expect.any(String) },
    });
    await organisation({ urn: '700001' });
  });

  test('made again under its id it is new, and its versions go on', async () => {
    const id = await organisation({ telephone: '01' });
    await remove(id);
    const again = await directory.request('PUT', pathOf(id), SCHOOL);
    expect([again.status, again.body]).toEqual([201, { id, ...SCHOOL }]);
    const [removed, made] = (await directory.eventsOf(id)).slice(-2);
    expect(made?.data.version).toBeGreaterThan(removed?.data.version ?? 0);
    expect(made?.data.state).not.toHaveProperty('removedAt');
  });

  test('what referred to it once and does no more: a membership, a removed user, a revoked invitation', async () => {
    const id = await organisation();
    const [left, removed] = [await user(), await user()];
    for (const userId of [left, removed]) {
      await directory.request('PUT', membership(userId, id), { roleId: 0 });
    }
    await directory.request('DELETE', membership(left, id));
    await directory.request('DELETE', `/manage/users/${removed}`);
    const invitation = waiting(id);
    await directory.publish('gatehouse.invitations.invitation.v1', invitation);
    expect((await remove(id)).status).toBe(409);
    const revoked = { ...invitation, status: 'revoked', reason: 'operator' } as InvitationState;
    await directory.publish('gatehouse.invitations.invitation.v1', revoked);
    expect((await remove(id)).status).toBe(204);
  });

  test('an authority that was deleted is made again by the next import', async () => {
    const header = 'URN,EstablishmentName,EstablishmentStatus (code),LA (code),LA (name)';
    const file = (code: string, name: string) => `${header}\r\n700100,A,1,${code},${name}\r\n`;
    await directory.import('gias-establishments', file('901', 'First County'));
    const linksOf = async () => {
      const { body } = await directory.request('GET', '/manage/organisations?urn=700100');
      return (await directory.request('GET', `${pathOf(body.organisations[0].id)}/links`)).body;
    };
    const { localAuthority } = await linksOf();
    expect((await remove(localAuthority.id)).body.references).toEqual({ links: 1 });
    await directory.import('gias-establishments', file('902', 'Second County'));
    expect((await remove(localAuthority.id)).status).toBe(204);
    const { body } = await directory.import('gias-establishments', file('901', 'First County'));
    expect(body.localAuthorities).toMatchObject({ created: 1 });
    expect((await linksOf()).localAuthority).toEqual(localAuthority);
  });
});

describe('409 with kinds and counts', () => {
  test('memberships and invitations', async () => {
    const id = await organisation();
    for (let n = 0; n < 2; n++) await directory.request('PUT', membership(await user(), id), { roleId: 0 });
    await directory.publish('gatehouse.invitations.invitation.v1', waiting(id));
    const { status, body } = await remove(id);
    expect([status, body.references]).toEqual([409, { memberships: 2, invitations: 1 }]);
    expect(body.detail).toBe('It cannot be deleted while this refers to it: 2 memberships, 1 invitation');
    expect((await directory.request('GET', pathOf(id))).status).toBe(200);
  });

  test('links of establishments to a trust; an establishment’s own links do not count', async () => {
    const [school, trust] = [await organisation({ urn: '700200' }), newId()];
    await directory.request('PUT', pathOf(trust), { ...SCHOOL, category: '010', uid: '70200' });
    await directory.import('gias-links', 'URN,Group UID,Group Type (code)\r\n700200,70200,06\r\n');
    expect((await remove(trust)).body.references).toEqual({ links: 1 });
    expect((await remove(school)).status).toBe(204);
    expect((await remove(trust)).status).toBe(204);
  });
});

test('401, 403 and 404', async () => {
  const id = await organisation();
  expect((await directory.anonymously('DELETE', pathOf(id))).status).toBe(401);
  expect((await directory.request('DELETE', pathOf(id), undefined, CLIENT)).status).toBe(403);
  for (const none of [newId(), 'x']) expect((await remove(none)).status).toBe(404);
  expect((await directory.request('GET', pathOf(id))).status).toBe(200);
});

test('with a membership made at the same moment, by the operator or an invitation: both never stand', async () => {
  for (let round = 0; round < 15; round++) {
    const [id, userId] = [await organisation(), await user()];
    const byOperator = () => directory.request('PUT', membership(userId, id), { roleId: 0 });
    const at = new Date().toISOString();
    const { registrationId: _, ...members } = waiting(id) as InvitationState & { registrationId: string };
    const linking = {
      ...members,
      status: 'linking',
      userId,
      userVersion: 1,
      inform: true,
      commandRequest: { id: newId(), at, firstAt: at },
    };
    const byInvitation = () =>
      directory.publish('gatehouse.invitations.invitation.v1', linking as InvitationState);
    const [, { status }] = await Promise.all([round % 3 === 0 ? byInvitation() : byOperator(), remove(id)]);
    expect([204, 409]).toContain(status);
    const isThere = (await directory.request('GET', pathOf(id))).status === 200;
    expect(isThere).toBe(status === 409);
    if (isThere) continue;
    await directory.eventsOf(userId);
    expect((await directory.request('GET', membership(userId, id))).status).toBe(404);
  }
});
