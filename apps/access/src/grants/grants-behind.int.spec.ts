import { newId } from '@gatehouse/runtime';
import type { Collection, Document, Store } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import type { UserProjection } from '../people/users.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createListing } from '../testing/listing.ts';
import { grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';

/** A store whose projections of users are not written while they are held back: they lag behind the log. */
function holdingProjections() {
  let letGo = Promise.withResolvers<void>();
  letGo.resolve();

  const isUser = (document: Document) => {
    const { state } = document as unknown as Partial<UserProjection>;
    return state?.state === 'present' && 'entityVersion' in document;
  };
  function collection<D extends Document>(inner: Collection<D>): Collection<D> {
    return {
      ...inner,
      async write(write) {
        if (isUser(write.document)) await letGo.promise;
        return inner.write(write);
      },
      async writeMany(writes) {
        if (writes.some(({ document }) => isUser(document))) await letGo.promise;
        return inner.writeMany(writes);
      },
    };
  }
  return {
    throughStore: (store: Store): Store => ({
      ...store,
      collection: (declaration) => collection(store.collection(declaration)),
      add: async (declaration) => collection(await store.add(declaration)),
    }),
    hold: () => {
      letGo = Promise.withResolvers<void>();
    },
    letGo: () => letGo.resolve(),
  };
}

const projections = holdingProjections();
let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest({ throughStore: projections.throughStore });
});
afterAll(() => access.close());

const { making } = createListing(() => access);

test('a grant written while the projections lagged belongs to the membership that was made before, and to no later one', async () => {
  const { id: serviceId } = await making.service();
  const [userId, organisationId] = [newId(), newId()];
  const path = grantPath(userId, organisationId, serviceId);
  const statusOf = async (of: string) => (await access.operator('GET', of)).status;
  const publish = (version: number, since: number, status: 0 | 1 = 1) =>
    access.neighbours.user(
      version,
      user(userId, { status, memberships: [membership(organisationId, since)] }),
    );
  const first = Date.now() - 60_000;
  await access.neighbours.organisation(first, organisation(organisationId));
  await publish(first, first);
  await eventually(async () => expect(await statusOf(path.replace(/\/[^/]+$/, ''))).toBe(200));

  projections.hold();
  const again = Date.now();
  await access.neighbours.user(again - 1, user(userId));
  await publish(again, again);
  expect((await access.operator('PUT', path, {})).status).toBe(201);
  projections.letGo();
  await publish(again + 1, again, 0);
  await eventually(async () => {
    const { body } = await access.client(serviceId, '/users/changes');
    expect(body.changes.at(-1)?.record).toMatchObject({ userStatus: 0 });
  });
  expect(await statusOf(path)).toBe(200);

  const later = Date.now() + 60_000;
  await publish(later, later);
  await eventually(async () => expect(await statusOf(path)).toBe(404));
});
