import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { usersCollection } from './people/users.store.ts';
import { type AccessUnderTest, QUICK_PACE, startAccessUnderTest } from './testing/access-under-test.ts';
import { changesSince, walk } from './testing/list-reading.ts';
import { createListing } from './testing/listing.ts';
import { grantPath } from './testing/making.ts';
import { membership, user } from './testing/neighbours.ts';
import { beginRebuild, readModelPath, rebuildAll, untilCleared, untilRead } from './testing/rebuilding.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest({ pace: QUICK_PACE });
});
afterAll(() => access.close());

const { making, grantTo, remove, listed } = createListing(() => access);

describe('a rebuild of people', () => {
  test('corrects what was wrong in a projection, while reads go on, and drops the old one', async () => {
    const { id: serviceId } = await making.service();
    const { userId } = await grantTo(serviceId);
    const path = `/users/${userId}/organisations`;
    const users = await access.store.add(usersCollection);
    const copy = await users.get(userId);
    if (copy?.state.state !== 'present') throw new Error('no copy');
    const state = { ...copy.state, memberships: [] };
    await users.write({
      previous: copy,
      document: { ...copy, state, version: copy.version + 1 },
      events: [],
    });
    expect((await access.client(serviceId, path)).status).toBe(404);

    const run = await beginRebuild(access, 'people');
    const { body: busy } = await access.operator('GET', readModelPath('people'));
    expect(busy).toMatchObject({ name: 'people', rebuilding: { run } });
    const again = await access.operator('POST', `${readModelPath('people')}/rebuild`);
    expect(again.status).toBe(409);
    await eventually(async () => expect((await access.client(serviceId, path)).status).toBe(200));
    await untilCleared(access);
    const { body } = await access.operator('GET', readModelPath('people'));
    expect(body).toEqual({ name: 'people', generation: `people-2.${run}` });
    expect(await (await access.store.add(usersCollection)).count()).toBe(0);
    expect((await access.client(serviceId, path)).status).toBe(200);
    await access.store.drop(usersCollection.name);
  });

  test('takes no grant away for what was once so: a membership that went and was made again', async () => {
    const { id: serviceId } = await making.service();
    const { userId, organisationId, since } = await making.member();
    await access.neighbours.user(since + 1, user(userId));
    // Of what is handed over together only the last state of each is looked at.
    for (let n = 0; n < 120; n++) await access.neighbours.user(1, user(newId()));
    const later = since + 2;
    await access.neighbours.user(later, user(userId, { memberships: [membership(organisationId, later)] }));
    const path = grantPath(userId, organisationId, serviceId);
    await eventually(async () => expect((await access.operator('PUT', path, {})).status).toBe(201));
    const { changes } = await eventually(async () => {
      const listed = await changesSince(access, serviceId);
      expect(listed.changes).toHaveLength(1);
      return listed;
    });
    await rebuildAll(access, ['people']);
    expect((await access.operator('GET', path)).status).toBe(200);
    expect((await changesSince(access, serviceId)).changes).toEqual(changes);
  });

  test('goes on taking grants away with their memberships, before, during and after', async () => {
    const { id: serviceId } = await making.service();
    const members = await Promise.all(Array.from({ length: 60 }, () => grantTo(serviceId)));
    await listed(
      serviceId,
      members.map(({ userId }) => userId),
    );
    const kept = members.filter((_, n) => n % 3 === 0);
    const rebuilt = rebuildAll(access, ['people']);
    for (const { userId, since } of members.filter((_, n) => n % 3 !== 0)) {
      await access.neighbours.user(since + 1, user(userId));
    }
    await rebuilt;
    await listed(
      serviceId,
      kept.map(({ userId }) => userId),
    );
  });

  test('can be given up before it is read', async () => {
    await access.operator('POST', `${readModelPath('people')}/rebuild`);
    const given = await access.operator('DELETE', `${readModelPath('people')}/rebuild`);
    expect([204, 404]).toContain(given.status);
    await untilCleared(access);
    expect((await access.operator('DELETE', `${readModelPath('people')}/rebuild`)).status).toBe(404);
  });

  test.each([
    ['GET', 'nothing'],
    ['POST', 'nothing/rebuild'],
    ['DELETE', 'nothing/rebuild'],
  ])('%s %s is 404', async (method, path) => {
    expect((await access.operator(method, readModelPath(path))).status).toBe(404);
  });

  test.each([
    ['GET', '/manage/read-models'],
    ['GET', readModelPath('people')],
    ['POST', `${readModelPath('people')}/rebuild`],
    ['DELETE', `${readModelPath('people')}/rebuild`],
  ])('%s %s is 401 for nobody and 403 for a client, and begins nothing', async (method, path) => {
    const { body: before } = await access.operator('GET', readModelPath('people'));
    expect((await access.request(undefined, method, path)).status).toBe(401);
    const client = { kind: 'client', serviceId: newId(), clientId: 'irrelevant' } as const;
    expect((await access.request(client, method, path)).status).toBe(403);
    expect((await access.operator('GET', readModelPath('people'))).body).toEqual(before);
  });
});

describe('a rebuild of the lists', () => {
  test('lists the same at the same slots, counts the records, and cursors from before are gone', async () => {
    const { id: serviceId } = await making.service();
    const members = await Promise.all(Array.from({ length: 7 }, () => grantTo(serviceId)));
    await listed(
      serviceId,
      members.map(({ userId }) => userId),
    );
    for (const member of members.slice(2, 4)) await remove(member, serviceId);
    const left = members.filter((_, n) => n < 2 || n >= 4).map(({ userId }) => userId);
    await listed(serviceId, left);
    const before = await walk(access, serviceId, { pageSize: 2 });
    const { next } = await changesSince(access, serviceId);
    const seen: number[] = [];
    const run = await beginRebuild(access, 'lists');
    const reading = walk(access, serviceId, {
      pageSize: 1,
      between: async () => seen.push((await access.client(serviceId, '/users')).body.numberOfRecords),
    });
    await untilRead(access, 'lists', run);
    expect(new Set((await reading).map(({ userId }) => userId))).toEqual(new Set(left));
    expect(new Set(seen)).toEqual(new Set([left.length]));
    expect(await walk(access, serviceId, { pageSize: 2 })).toEqual(before);
    await untilCleared(access);
    await listed(serviceId, left);
    expect((await access.client(serviceId, `/users/changes?since=${next}`)).status).toBe(410);
    const { changes } = await changesSince(access, serviceId);
    expect(
      changes
        .filter(({ type }) => type === 'changed')
        .map(({ userId }) => userId)
        .toSorted(),
    ).toEqual(left.toSorted());
    const another = await grantTo(serviceId);
    await listed(serviceId, [...left, another.userId]);
  });
});
