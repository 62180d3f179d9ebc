import type { UserChange } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import type { Collection, Document, Store } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import { grantsCollection } from '../grants/grants.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { changesSince } from '../testing/list-reading.ts';
import { createListing } from '../testing/listing.ts';
import { grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';
import { type ListRow, listRowsCollection } from './list-rows.store.ts';

/** Calls that write, by `<collection> <call>`; a service's list can be held up before each. */
const calls = new Map<string, number>();
let heldUp: { serviceId: string; until: Promise<void> } | undefined;
const released = Promise.withResolvers<void>();

function counted<D extends Document>(inner: Collection<D>): Collection<D> {
  const count = (call: string) => {
    const name = `${inner.name} ${call}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
  };
  return {
    ...inner,
    write(write) {
      count('write');
      return inner.write(write);
    },
    writeMany(writes) {
      count('writeMany');
      return inner.writeMany(writes);
    },
    async writeInOrder(writes) {
      count('writeInOrder');
      const [first] = writes as readonly { document: Partial<ListRow> }[];
      if (heldUp !== undefined && first?.document.state?.serviceId === heldUp.serviceId) await heldUp.until;
      return inner.writeInOrder(writes);
    },
  };
}

const throughStore = (store: Store): Store => ({
  ...store,
  collection: (declaration) => counted(store.collection(declaration)),
  add: async (declaration) => counted(await store.add(declaration)),
});

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest({ throughStore });
});
afterAll(() => {
  released.resolve();
  return access.close();
});

const { making, grantTo, listed } = createListing(() => access);
const PATIENT = { timeoutMs: 20_000 };

test('a user with 40 grants who is renamed is one piece of work: one write of the grants, few of the list', async () => {
  const { id: serviceId } = await making.service();
  const userId = newId();
  const organisationIds = Array.from({ length: 40 }, newId);
  const memberships = organisationIds.map((id) => membership(id, 1));
  for (const id of organisationIds) await access.neighbours.organisation(1, organisation(id));
  await access.neighbours.user(1, user(userId, { memberships }));
  for (const id of organisationIds) {
    expect((await access.operator('PUT', grantPath(userId, id, serviceId), {})).status).toBe(201);
  }
  await listed(
    serviceId,
    organisationIds.map(() => userId),
  );
  const { next } = await changesSince(access, serviceId);
  calls.clear();
  const updatedAt = new Date(Date.now() + 1_000).toISOString();
  await access.neighbours.user(2, user(userId, { memberships, familyName: 'Renamed', updatedAt }));
  const seen = new Set<string>();
  let since = next;
  await eventually(async () => {
    const { changes, next: cursor } = await changesSince(access, serviceId, since);
    since = cursor;
    const renamed = changes.filter(({ at }: UserChange) => at === updatedAt);
    for (const { organisationId } of renamed) seen.add(organisationId);
    expect(seen.size).toBe(40);
  }, PATIENT);
  expect(calls.get(`${grantsCollection.name} writeMany`)).toBe(1);
  expect(calls.get(`${grantsCollection.name} write`)).toBeUndefined();
  // The log may hand them over in two or three batches.
  expect(calls.get(`${listRowsCollection.name} writeInOrder`)).toBeLessThanOrEqual(6);
  expect(calls.get(`${listRowsCollection.name} write`)).toBeUndefined();
});

test('waiting grants of a service are projected together; another service does not wait for them', async () => {
  const [busy, quiet] = [await making.service(), await making.service()];
  heldUp = { serviceId: busy.id, until: released.promise };
  calls.clear();
  const members = await Promise.all(Array.from({ length: 60 }, () => grantTo(busy.id)));
  const { userId } = await grantTo(quiet.id);
  await listed(quiet.id, [userId]);
  await listed(busy.id, []);
  heldUp = undefined;
  released.resolve();
  await listed(
    busy.id,
    members.map((each) => each.userId),
  );
  // The first of the busy service, all that waited behind it, and the quiet one's.
  expect(calls.get(`${listRowsCollection.name} writeInOrder`)).toBeLessThanOrEqual(4);
});

test('numberOfRecords is what all pages show, at every moment while many are granted and removed', async () => {
  const { id } = await making.service();
  const members = await Promise.all(Array.from({ length: 80 }, () => grantTo(id)));
  await listed(
    id,
    members.map(({ userId }) => userId),
  );
  let isWriting = true;
  const writing = Promise.all(
    members.slice(0, 40).map(async ({ userId, organisationId }) => {
      await access.operator('DELETE', grantPath(userId, organisationId, id));
    }),
  ).finally(() => {
    isWriting = false;
  });
  const counts = new Set<number>();
  while (isWriting || !counts.has(40)) {
    const { body } = await access.client(id, '/users?pageSize=500');
    expect(body.numberOfRecords).toBe(body.users.length);
    counts.add(body.numberOfRecords);
  }
  await writing;
});
