import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const accessOf = (userId: string, organisationId: string, serviceId: string) =>
  access.operator('GET', `/services/${serviceId}/organisations/${organisationId}/users/${userId}`);

describe('a grant goes with its membership', () => {
  async function granted() {
    const { id: serviceId } = await make.service();
    const member = await make.member();
    const path = grantPath(member.userId, member.organisationId, serviceId);
    expect((await access.operator('PUT', path, {})).status).toBe(201);
    return { serviceId, ...member, path };
  }
  const isGone = (path: string) =>
    eventually(async () => expect((await access.operator('GET', path)).status).toBe(404));

  /** Earlier events have been handled once a member who is published now is known. */
  async function allIsHandled() {
    const { userId, organisationId } = await make.member();
    const memberships = grantPath(userId, organisationId, newId()).replace(/\/[^/]+$/, '');
    await eventually(async () => expect((await access.operator('GET', memberships)).status).toBe(200));
  }

  test('when the membership ends', async () => {
    const { userId, path } = await granted();
    await access.neighbours.user(Date.now() + 1, user(userId));
    await isGone(path);
  });

  test('when the user is removed', async () => {
    const { userId, path } = await granted();
    await access.neighbours.user(Date.now() + 1, {
      id: userId,
      answered: [],
      state: 'removed',
      removedAt: new Date().toISOString(),
    });
    await isGone(path);
  });

  test('when the membership was made again between two events', async () => {
    const { userId, organisationId, serviceId, path } = await granted();
    const later = Date.now() + 1;
    await access.neighbours.user(later, user(userId, { memberships: [membership(organisationId, later)] }));
    await isGone(path);
    expect((await access.operator('PUT', path, {})).status).toBe(201);
    expect((await accessOf(userId, organisationId, serviceId)).status).toBe(200);
  });

  test("when the membership was made again while directory's clock is behind", async () => {
    const { userId, organisationId, since, path } = await granted();
    const [again, after] = [since + 1, since + 2];
    await access.neighbours.user(again, user(userId, { memberships: [membership(organisationId, again)] }));
    await isGone(path);
    expect((await access.operator('PUT', path, {})).status).toBe(201);
    await access.neighbours.user(
      after,
      user(userId, { status: 0, memberships: [membership(organisationId, again)] }),
    );
    await allIsHandled();
    expect((await access.operator('GET', path)).status).toBe(200);
  });

  test('and stays when anything else of the user changes, or an older event comes again', async () => {
    const { userId, organisationId, since, path } = await granted();
    const changed = user(userId, { status: 0, memberships: [membership(organisationId, since, 10000)] });
    await access.neighbours.user(since + 1, changed);
    await access.neighbours.user(since - 1, user(userId));
    await allIsHandled();
    expect((await access.operator('GET', path)).status).toBe(200);
  });
});
