import type { UserChange } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { changesSince, walk } from '../testing/list-reading.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';
import { listsCollection } from './lists.store.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const making = createMaking(() => access);
const ask = (serviceId: string, since?: string) =>
  access.client(
    serviceId,
    `/users/changes${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`,
  );

/** The changes behind a cursor, once there are any. */
async function nextChanges(serviceId: string, since: string) {
  return eventually(async () => {
    const found = await changesSince(access, serviceId, since);
    expect(found.changes).not.toEqual([]);
    return found;
  });
}

test('user, membership and grant count, the organisation does not; each grant once, at its latest state', async () => {
  const { id } = await making.service();
  const [userId, organisationId] = [newId(), newId()];
  const first = { ...user(userId, { memberships: [membership(organisationId, 1)] }) };
  await access.neighbours.organisation(1, organisation(organisationId));
  await access.neighbours.user(1, first);
  const empty = await ask(id);
  expect(empty.body).toEqual({ changes: [], next: expect.any(String), more: false });

  await access.operator('PUT', grantPath(userId, organisationId, id), {});
  const made = await nextChanges(id, empty.body.next);
  const [record] = (await access.client(id, '/users')).body.users;
  expect(made.changes).toEqual([{ type: 'changed', at: record.updatedAt, userId, organisationId, record }]);

  const later = (ms: number) => new Date(Date.parse(record.updatedAt) + ms).toISOString();
  await access.neighbours.user(2, { ...first, status: 0, updatedAt: later(1) });
  const deactivated = await nextChanges(id, made.next);
  expect(deactivated.changes).toMatchObject([{ type: 'changed', at: later(1), record: { userStatus: 0 } }]);

  await access.neighbours.organisation(
    2,
    organisation(organisationId, { name: 'Other', updatedAt: later(2) }),
  );
  await eventually(async () =>
    expect((await access.client(id, '/users')).body.users[0].organisation.name).toBe('Other'),
  );
  expect((await changesSince(access, id, deactivated.next)).changes).toEqual([]);

  await access.neighbours.user(3, { ...first, memberships: [] });
  const removed = await nextChanges(id, deactivated.next);
  expect(removed.changes).toEqual([
    { type: 'removed', at: expect.any(String), userId, organisationId, record: null },
  ]);
  expect((await changesSince(access, id)).changes).toEqual(removed.changes);
  expect((await changesSince(access, id, made.next)).changes).toEqual(removed.changes);
});

test('400 for what is no cursor of this service, 410 for one from before a rebuild', async () => {
  const [own, other] = [await making.service(), await making.service()];
  const { next } = (await ask(own.id)).body;
  expect((await ask(own.id, next)).status).toBe(200);
  for (const since of [
    'x',
    '0',
    `${next}x`,
    next.slice(0, -1),
    next.toLowerCase(),
    (await ask(other.id)).body.next,
  ]) {
    const { status, body } = await ask(own.id, since);
    expect(status).toBe(400);
    expect(body.errors).toEqual(['since is not a cursor of this list']);
  }
  expect((await ask(own.id, '')).status).toBe(200);
  expect((await access.client(own.id, `/users/changes?since=${next}&SINCE=${next}`)).status).toBe(400);
  const lists = await access.store.add(listsCollection);
  await lists.purge([own.id]);
  expect((await ask(own.id, next)).status).toBe(410);
});

test('at most 500 at a time, none missed and none twice', async () => {
  const { id } = await making.service();
  const organisationId = newId();
  await access.neighbours.organisation(1, organisation(organisationId));
  const ids = Array.from({ length: 501 }, newId);
  for (const userId of ids) {
    await access.neighbours.user(1, user(userId, { memberships: [membership(organisationId, 1)] }));
  }
  await Promise.all(ids.map((userId) => access.operator('PUT', grantPath(userId, organisationId, id), {})));
  await eventually(async () =>
    expect((await access.client(id, '/users')).body.numberOfRecords).toBe(ids.length),
  );
  const { body } = await ask(id);
  expect(body.changes).toHaveLength(500);
  expect(body.more).toBe(true);
  const rest = (await ask(id, body.next)).body;
  expect(rest.more).toBe(false);
  const seen = [...body.changes, ...rest.changes].map((change: UserChange) => change.userId);
  expect(seen.toSorted()).toEqual(ids.toSorted());
});

test('who follows while others write ends with the list as it is, and sees no state again', async () => {
  const { id } = await making.service();
  const members = await Promise.all(Array.from({ length: 12 }, () => making.member()));
  await making.role(id, 'A');
  let done = false;
  const writing = Promise.all(
    members.map(async ({ userId, organisationId }, n) => {
      const path = grantPath(userId, organisationId, id);
      for (let round = 0; round < 12; round++) {
        const identifiers = [{ key: 'round', value: String(round) }];
        await access.operator('PUT', path, { roles: round % 2 === 0 ? ['A'] : [], identifiers });
        if ((round + n) % 4 === 3) await access.operator('DELETE', path);
      }
    }),
  ).then(() => {
    done = true;
  });
  const known = new Map<string, UserChange>();
  let cursor: string | undefined;
  const follow = async () => {
    const { changes, next } = await changesSince(access, id, cursor);
    cursor = next;
    for (const change of changes) {
      expect(change).not.toEqual(known.get(change.userId));
      known.set(change.userId, change);
    }
  };
  while (!done) await follow();
  await writing;
  await eventually(async () => {
    await follow();
    const listed = await walk(access, id, { pageSize: 5 });
    const held = [...known.values()].flatMap(({ record }) => record ?? []);
    const byUser = (one: { userId: string }, other: { userId: string }) =>
      one.userId < other.userId ? -1 : 1;
    expect(held.toSorted(byUser)).toEqual(listed.toSorted(byUser));
  });
});
