import { type EventType, exampleEvent, parseEvent, type StateOf } from '@gatehouse/contracts';
import { membership, organisation, user } from '@gatehouse/contracts/testing';
import { openReadModel } from '@gatehouse/read-models';
import { eventually } from '@gatehouse/testing';
import { type SigninUnderTest, startSigninUnderTest, testId } from '../testing/signin-under-test.ts';
import { people as declaration, openPeople, type People } from './people.read-model.ts';

const PATH = '/manage/read-models/signin-projections';
const [ann, school, service] = [testId('ann'), testId('school'), testId('service')];

let app: SigninUnderTest;
let people: People;
beforeAll(async () => {
  app = await startSigninUnderTest({ pace: { lookMs: 20, staleMs: 150, settleMs: 300 } });
  const { store, clock } = app;
  const now = () => clock.now();
  people = openPeople((await openReadModel({ store, declaration, now })).collections, now);
});
afterAll(() => app.close());

const example = <T extends EventType>(type: T) =>
  parseEvent(exampleEvent(type).event)?.data.state as StateOf<T>;
const grant = (more = {}) => ({
  ...example('gatehouse.access.grant.v1'),
  ...{ id: `${service}:${school}:${ann}`, serviceId: service, organisationId: school, userId: ann },
  ...more,
});
const invitation = (id: string, more = {}) =>
  ({ ...example('gatehouse.invitations.invitation.v1'), id: testId(id), ...more }) as never;

test('a user is found by the address, in whatever letter case, until it is another', async () => {
  await app.neighbours.publish(
    'gatehouse.directory.user.v1',
    user(ann, { email: 'Ann@Example.org', memberships: [membership(school, 1)] }),
  );
  await eventually(async () => {
    expect(await people.users.withEmail('ann@example.org')).toMatchObject({
      ...{ id: ann, status: 1, email: 'Ann@Example.org' },
      memberships: [{ organisationId: school }],
    });
  });
  expect(await people.users.get(ann)).not.toHaveProperty('answered');
  await app.neighbours.publish('gatehouse.directory.user.v1', user(ann, { email: 'ann@new.example.org' }));
  await eventually(async () => {
    expect(await people.users.withEmail('ann@example.org')).toBeUndefined();
    expect((await people.users.withEmail('ann@new.example.org'))?.id).toBe(ann);
  });
});

test('organisations in the order asked for, without deleted ones', async () => {
  const other = testId('other school');
  await app.neighbours.publish('gatehouse.directory.organisation.v1', organisation(school));
  await app.neighbours.publish('gatehouse.directory.organisation.v1', organisation(other));
  const ids = async () =>
    (await people.organisations.of([other, testId('none'), school])).map(({ id }) => id);
  await eventually(async () => expect(await ids()).toEqual([other, school]));
  const removedAt = new Date().toISOString();
  await app.neighbours.publish('gatehouse.directory.organisation.v1', organisation(other, { removedAt }));
  await eventually(async () => expect(await ids()).toEqual([school]));
});

test('what a user has of a service, while it is granted', async () => {
  const ofAnn = () => people.grants.ofUser(ann, service);
  await app.neighbours.publish('gatehouse.access.grant.v1', grant({ roles: ['A', 'B'] }));
  await eventually(async () => {
    expect(await ofAnn()).toMatchObject([{ organisationId: school, roles: ['A', 'B'] }]);
  });
  expect((await ofAnn())[0]).not.toHaveProperty('identifiers');
  expect(await people.grants.ofUser(ann, testId('another service'))).toEqual([]);
  const removed = { state: 'removed' as const, removedAt: new Date().toISOString() };
  const { id, serviceId, organisationId, userId } = grant();
  const gone = { id, serviceId, organisationId, userId, ...removed };
  await app.neighbours.publish('gatehouse.access.grant.v1', gone);
  await eventually(async () => expect(await ofAnn()).toEqual([]));
});

test('invitations that wait for an address, the oldest first, until they are another’s business', async () => {
  const facts = { email: 'New@example.org', serviceId: service, registrationId: testId('registration') };
  const at = (minute: number) => `2026-03-02T09:0${minute}:00.000Z`;
  const publish = (state: never) => app.neighbours.publish('gatehouse.invitations.invitation.v1', state);
  await publish(invitation('second', { ...facts, status: 'waiting', createdAt: at(2) }));
  await publish(invitation('first', { ...facts, status: 'waiting', createdAt: at(1) }));
  const waiting = async () => (await people.invitations.waitingFor('new@example.org')).map(({ id }) => id);
  await eventually(async () => expect(await waiting()).toEqual([testId('first'), testId('second')]));
  const ids = [testId('first'), testId('second'), testId('unknown')];
  expect(await people.invitations.areOver(ids)).toBe(false);
  await publish(invitation('first', { ...facts, status: 'expired', createdAt: at(1) }));
  await publish(invitation('second', { ...facts, status: 'revoked', reason: 'operator', createdAt: at(2) }));
  await eventually(async () => {
    expect(await waiting()).toEqual([]);
    expect(await people.invitations.areOver(ids)).toBe(true);
  });
});

test('a user lost from the projection is known again after a rebuild', async () => {
  const response = await app.operator('POST', `${PATH}/rebuild`);
  expect(response.status).toBe(202);
  const { rebuilding } = (await response.json()) as { rebuilding: { run: string } };
  await eventually(async () => {
    const state = (await (await app.operator('GET', PATH)).json()) as Record<string, unknown>;
    expect(state).toMatchObject({ generation: `projections-1.${rebuilding.run}` });
    expect(state).not.toHaveProperty('rebuilding');
  });
  const { store, clock } = app;
  const again = await openReadModel({ store, declaration, now: () => clock.now() });
  const rebuilt = openPeople(again.collections, () => clock.now());
  expect((await rebuilt.users.withEmail('ann@new.example.org'))?.id).toBe(ann);
});

test.each([
  ['GET', PATH],
  ['POST', `${PATH}/rebuild`],
  ['DELETE', `${PATH}/rebuild`],
])('%s %s is 401 for nobody and 403 for a client, and begins nothing', async (method, path) => {
  const state = async () => (await app.operator('GET', PATH)).text();
  const before = await state();
  expect((await app.send(undefined, method, path)).status).toBe(401);
  const client = { kind: 'client', serviceId: testId('a client'), clientId: 'irrelevant' } as const;
  expect((await app.send(client, method, path)).status).toBe(403);
  expect(await state()).toBe(before);
});
