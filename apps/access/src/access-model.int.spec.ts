import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import fc from 'fast-check';
import { openCollections } from './stores/collections.ts';
import { dropGrants, emptyModel, membershipOf } from './testing/access-model.ts';
import { type AccessUnderTest, startAccessUnderTest } from './testing/access-under-test.ts';
import { createMaking, grantPath } from './testing/making.ts';
import { compare, type World } from './testing/model-comparison.ts';
import { membership, organisation, user } from './testing/neighbours.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const making = createMaking(() => access);
const CODES = ['A', 'B'];
const CATEGORIES = ['001', '002'];
let ukprns = 10_000_000;

async function makeWorld(): Promise<World> {
  const ids = (count: number) => Array.from({ length: count }, newId);
  const world: World = {
    model: emptyModel(),
    services: [],
    users: ids(3),
    organisations: ids(3),
    ukprn: String(++ukprns),
    followed: new Map(),
  };
  for (let n = 0; n < 2; n++) {
    const { id } = await making.service({ params: { canViewApproverReport: 'true' } });
    for (const code of CODES) await making.role(id, code);
    world.services.push(id);
    world.model.categories.set(id, undefined);
    world.followed.set(id, { known: new Map() });
  }
  for (const id of world.organisations) await putOrganisation(world, id, 1, '001');
  return world;
}

let time = Date.now();
const version = () => {
  time = Math.max(time + 1, Date.now());
  return time;
};

async function putOrganisation({ model, ukprn }: World, id: string, status: number, category: string) {
  const at = version();
  const state = organisation(id, { status, category, ukprn });
  model.organisations.set(id, state);
  await access.neighbours.organisation(at, state);
  const { organisations } = openCollections(access.store);
  await eventually(async () => expect((await organisations.get(id))?.entityVersion).toBe(at));
}

async function putUser({ model }: World, id: string, change: Partial<ReturnType<typeof user>> | 'removed') {
  const at = version();
  const now = new Date(at).toISOString();
  const current = model.users.get(id);
  if (change === 'removed') {
    model.users.delete(id);
    await access.neighbours.user(at, { id, answered: [], state: 'removed', removedAt: now });
  } else {
    const next = { ...(current ?? user(id)), ...change, updatedAt: now };
    model.users.set(id, next);
    await access.neighbours.user(at, next);
  }
  dropGrants(model);
  const { users } = openCollections(access.store);
  await eventually(async () => expect((await users.get(id))?.entityVersion).toBe(at));
}

type Step = (world: World) => Promise<void>;
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const n = fc.nat(5);

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(n, fc.constantFrom(0 as const, 1 as const), fc.constantFrom('Ada', 'Bo')).map(
    ([u, status, givenName]): Step =>
      (world) =>
        putUser(world, pick(world.users, u), { status, givenName }),
  ),
  n.map(
    (u): Step =>
      (world) =>
        putUser(world, pick(world.users, u), 'removed'),
  ),
  fc.tuple(n, n, fc.constantFrom(0 as const, 10000 as const, undefined)).map(
    ([u, o, roleId]): Step =>
      (world) => {
        const [userId, organisationId] = [pick(world.users, u), pick(world.organisations, o)];
        const held = membershipOf(world.model, userId, organisationId);
        const others = (world.model.users.get(userId)?.memberships ?? []).filter((each) => each !== held);
        const at = { updatedAt: new Date(version()).toISOString() };
        const next =
          roleId === undefined ? [] : [{ ...(held ?? membership(organisationId, version())), roleId, ...at }];
        return putUser(world, userId, { memberships: [...others, ...next] });
      },
  ),
  fc.tuple(n, fc.constantFrom(1, 2, 0, 9), fc.constantFrom(...CATEGORIES)).map(
    ([o, status, category]): Step =>
      (world) =>
        putOrganisation(world, pick(world.organisations, o), status, category),
  ),
  {
    weight: 4,
    arbitrary: fc.tuple(n, n, n, fc.subarray(CODES)).map(
      ([s, u, o, roles]): Step =>
        async (world) => {
          const { model, services, users, organisations } = world;
          const [serviceId, userId, organisationId] = [
            pick(services, s),
            pick(users, u),
            pick(organisations, o),
          ];
          if (membershipOf(model, userId, organisationId) === undefined) {
            await putUser(world, userId, {
              memberships: [
                ...(model.users.get(userId)?.memberships ?? []),
                membership(organisationId, version()),
              ],
            });
          }
          const key = `${serviceId}:${organisationId}:${userId}`;
          const path = grantPath(userId, organisationId, serviceId);
          const category = model.organisations.get(organisationId)?.category ?? '';
          const isAllowed = model.categories.get(serviceId)?.includes(category) ?? true;
          const held = model.grants.get(key);
          // What is held already is not asked again.
          const isRefused = !isAllowed && (held === undefined || roles.some((code) => !held.includes(code)));
          const { status } = await access.operator('PUT', path, { roles });
          expect(status).toBe(isRefused ? 400 : held === undefined ? 201 : 200);
          if (!isRefused) model.grants.set(key, roles);
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(n, n, n).map(
      ([s, u, o]): Step =>
        async ({ model, services, users, organisations }) => {
          const [serviceId, userId, organisationId] = [
            pick(services, s),
            pick(users, u),
            pick(organisations, o),
          ];
          const { status } = await access.operator('DELETE', grantPath(userId, organisationId, serviceId));
          expect(status).toBe(model.grants.delete(`${serviceId}:${organisationId}:${userId}`) ? 204 : 404);
        },
    ),
  },
  fc.tuple(n, fc.option(fc.subarray(CATEGORIES, { minLength: 1 }))).map(
    ([s, value]): Step =>
      async (world) => {
        const serviceId = pick(world.services, s);
        const path = `/manage/services/${serviceId}/policies/P`;
        const conditions = [{ field: 'organisation.category.id', operator: 'is', value }];
        if (value === null) await access.operator('DELETE', path);
        else await access.operator('PUT', path, { name: 'P', conditions, roles: CODES });
        world.model.categories.set(serviceId, value ?? undefined);
      },
  ),
);

test('whatever is done in whatever order, every read shows what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), async (run) => {
      const world = await makeWorld();
      for (const [place, step] of run.entries()) {
        await step(world);
        if (place % 3 === 2) await eventually(() => compare(access, world), { timeoutMs: 3_000 });
      }
      await eventually(() => compare(access, world), { timeoutMs: 3_000 });
    }),
    { numRuns: 30, endOnFailure: true },
  );
}, 120_000);
