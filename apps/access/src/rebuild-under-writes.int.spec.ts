import type { Membership } from '@gatehouse/contracts';
import { runsPerhapsRead } from '@gatehouse/read-models';
import { newId } from '@gatehouse/runtime';
import { eventually, seededRandom } from '@gatehouse/testing';
import { type Collections, openCollections } from './stores/collections.ts';
import { dropGrants, emptyModel, membershipOf } from './testing/access-model.ts';
import { type AccessUnderTest, QUICK_PACE, startAccessUnderTest } from './testing/access-under-test.ts';
import { createMaking, grantPath } from './testing/making.ts';
import { compare, type World } from './testing/model-comparison.ts';
import { membership, organisation, user } from './testing/neighbours.ts';
import { beginRebuild, untilCleared, untilRead } from './testing/rebuilding.ts';

const CODES = ['A', 'B'];
const PATIENT = { timeoutMs: 20_000 };

let one: AccessUnderTest;
let two: AccessUnderTest;
beforeAll(async () => {
  one = await startAccessUnderTest({ pace: QUICK_PACE });
  two = await startAccessUnderTest({ pace: QUICK_PACE, beside: one });
  collections = await openCollections(one.store, Date.now, QUICK_PACE);
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const making = createMaking(() => one);
const pick = <T>(list: readonly T[], n: number): T => list[Math.floor(n * list.length)] as T;
/** The version of each user that directory told of last. */
const told = new Map<string, number>();
let collections: Collections;
let time = Date.now();
const version = () => {
  time = Math.max(time + 1, Date.now());
  return time;
};

async function makeWorld(): Promise<World> {
  const ids = (count: number) => Array.from({ length: count }, newId);
  const [users, organisations, ukprn] = [ids(6), ids(3), '10000001'];
  const world: World = {
    model: emptyModel(),
    services: [],
    users,
    organisations,
    ukprn,
    followed: new Map(),
  };
  for (let n = 0; n < 2; n++) {
    const { id } = await making.service({ params: { canViewApproverReport: 'true' } });
    for (const code of CODES) await making.role(id, code);
    world.services.push(id);
    world.model.categories.set(id, undefined);
  }
  for (const id of organisations) await putOrganisation(world, id, 1);
  return world;
}

async function putOrganisation({ model, ukprn }: World, id: string, status: number): Promise<void> {
  const state = organisation(id, { status, ukprn });
  model.organisations.set(id, state);
  await one.neighbours.organisation(version(), state);
}

/** Directory's users change at once; what access makes of it comes later. */
async function putMemberships({ model }: World, id: string, memberships: Membership[]): Promise<void> {
  const at = version();
  const state = { ...(model.users.get(id) ?? user(id)), memberships, updatedAt: new Date(at).toISOString() };
  model.users.set(id, state);
  dropGrants(model);
  told.set(id, at);
  await one.neighbours.user(at, state);
}

/** Waits until a user's copy is up to date wherever it may be read: a grant is decided from that. */
async function untilKnown(userId: string): Promise<void> {
  await eventually(async () => {
    for (const run of runsPerhapsRead(await collections.people.look())) {
      const { users } = await collections.people.ofRun(run);
      expect((await users.get(userId))?.entityVersion).toBe(told.get(userId));
    }
  }, PATIENT);
}

/** One change, whichever the draw says, asked of whichever instance. */
async function change(world: World, random: () => number): Promise<void> {
  const { model, services, users, organisations } = world;
  const [userId, organisationId] = [pick(users, random()), pick(organisations, random())];
  const held = membershipOf(model, userId, organisationId);
  const others = (model.users.get(userId)?.memberships ?? []).filter((each) => each !== held);
  const what = random();
  if (what < 0.15) await putOrganisation(world, organisationId, pick([1, 2, 9], random()));
  else if (what < 0.35) await putMemberships(world, userId, others);
  else if (what < 0.55) {
    const roleId = pick([0, 10_000] as const, random());
    await putMemberships(world, userId, [
      ...others,
      { ...(held ?? membership(organisationId, Date.now())), roleId },
    ]);
  } else {
    if (held === undefined) {
      await putMemberships(world, userId, [...others, membership(organisationId, Date.now())]);
    }
    const serviceId = pick(services, random());
    const roles = CODES.filter(() => random() < 0.5);
    const path = grantPath(userId, organisationId, serviceId);
    await untilKnown(userId);
    const { status } = await pick([one, two], random()).operator('PUT', path, { roles });
    expect([200, 201]).toContain(status);
    const since = membershipOf(model, userId, organisationId)?.since;
    if (since !== undefined) model.grants.set(`${serviceId}:${organisationId}:${userId}`, roles);
  }
}

test.each([1, 2, 3])(
  'seed %i: two instances, changes all through two rebuilds: afterwards every read of both shows the truth',
  async (seed) => {
    const random = seededRandom(`rebuild ${seed}`);
    const world = await makeWorld();
    for (let n = 0; n < 30; n++) await change(world, random);
    let going = true;
    const changing = (async () => {
      for (let n = 0; going || n < 30; n++) await change(world, random);
    })();
    const [people, lists] = await Promise.all([beginRebuild(one, 'people'), beginRebuild(two, 'lists')]);
    await untilRead(two, 'people', people);
    await untilRead(one, 'lists', lists);
    going = false;
    await changing;
    await untilCleared(one);
    for (const access of [one, two]) {
      for (const id of world.services) world.followed.set(id, { known: new Map() });
      await eventually(() => compare(access, world), PATIENT);
    }
  },
  90_000,
);
