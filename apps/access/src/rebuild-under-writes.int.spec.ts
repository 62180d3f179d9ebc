import type { Membership } from '@gatehouse/contracts';
import { readableRuns } from '@gatehouse/read-models';
import { newId } from '@gatehouse/runtime';
import { eventually, seededRandom } from '@gatehouse/testing';
import { type Collections, openCollections } from './collections.ts';
import { type AccessUnderTest, QUICK_PACE, startAccessUnderTest } from './testing/access-under-test.ts';
import { createMaking, grantPath } from './testing/making.ts';
import { membership, organisation, user } from './testing/neighbours.ts';
import { dropGrants, expectTruth, type PlainTruth } from './testing/plain-truth.ts';
import { beginRebuild, untilCleared, untilRead } from './testing/rebuilding.ts';

const CODES = ['A', 'B'];
const PATIENT = { timeoutMs: 20_000 };

let one: AccessUnderTest;
let two: AccessUnderTest;
beforeAll(async () => {
  one = await startAccessUnderTest({ pace: QUICK_PACE });
  two = await startAccessUnderTest({ pace: QUICK_PACE, first: one });
  collections = await openCollections(one.store, Date.now, QUICK_PACE);
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const making = createMaking(() => one);
const pick = <T>(list: readonly T[], n: number): T => list[Math.floor(n * list.length)] as T;
/** The version at which directory last published each user. */
const published = new Map<string, number>();
let collections: Collections;
let time = Date.now();
const version = () => {
  time = Math.max(time + 1, Date.now());
  return time;
};

async function makeTruth(): Promise<PlainTruth> {
  const ids = (count: number) => Array.from({ length: count }, newId);
  const services: string[] = [];
  for (let n = 0; n < 2; n++) {
    const { id } = await making.service({ params: { canViewApproverReport: 'true' } });
    for (const code of CODES) await making.role(id, code);
    services.push(id);
  }
  const truth: PlainTruth = {
    services,
    users: new Map(ids(6).map((id) => [id, []])),
    organisations: new Map(),
    grants: new Map(),
  };
  for (const id of ids(3)) await putOrganisation(truth, id, 1);
  return truth;
}

async function putOrganisation({ organisations }: PlainTruth, id: string, status: number): Promise<void> {
  organisations.set(id, status);
  await one.neighbours.organisation(version(), organisation(id, { status }));
}

/** Directory's users change at once; what access makes of it comes later. */
async function putMemberships(truth: PlainTruth, id: string, memberships: Membership[]): Promise<void> {
  const at = version();
  truth.users.set(id, memberships);
  dropGrants(truth);
  published.set(id, at);
  await one.neighbours.user(at, user(id, { memberships, updatedAt: new Date(at).toISOString() }));
}

/** Waits until a user's projection is up to date wherever it may be read: grants are decided from it. */
async function untilKnown(userId: string): Promise<void> {
  await eventually(async () => {
    for (const run of readableRuns(await collections.people.look())) {
      const { users } = await collections.people.ofRun(run);
      expect((await users.get(userId))?.entityVersion).toBe(published.get(userId));
    }
  }, PATIENT);
}

/** One random change, on a random instance. */
async function change(truth: PlainTruth, random: () => number): Promise<void> {
  const { services, users, organisations, grants } = truth;
  const userId = pick([...users.keys()], random());
  const organisationId = pick([...organisations.keys()], random());
  const memberships = users.get(userId) ?? [];
  const held = memberships.find((each) => each.organisationId === organisationId);
  const others = memberships.filter((each) => each !== held);
  const joined = held ?? membership(organisationId, Date.now());
  const what = random();
  if (what < 0.15) await putOrganisation(truth, organisationId, pick([1, 2, 9], random()));
  else if (what < 0.35) await putMemberships(truth, userId, others);
  else if (what < 0.55) {
    const roleId = pick([0, 10_000] as const, random());
    await putMemberships(truth, userId, [...others, { ...joined, roleId }]);
  } else {
    if (held === undefined) await putMemberships(truth, userId, [...others, joined]);
    await untilKnown(userId);
    const serviceId = pick(services, random());
    const roles = CODES.filter(() => random() < 0.5);
    const path = grantPath(userId, organisationId, serviceId);
    const { status } = await pick([one, two], random()).operator('PUT', path, { roles });
    expect([200, 201]).toContain(status);
    grants.set(`${serviceId}:${organisationId}:${userId}`, roles);
  }
}

test.each([1, 2, 3])(
  'seed %i: two instances, changes all through two rebuilds: afterwards every read of both shows the truth',
  async (seed) => {
    const random = seededRandom(`rebuild ${seed}`);
    const truth = await makeTruth();
    for (let n = 0; n < 30; n++) await change(truth, random);
    let going = true;
    const changing = (async () => {
      for (let n = 0; going || n < 30; n++) await change(truth, random);
    })();
    const [people, lists] = await Promise.all([beginRebuild(one, 'people'), beginRebuild(two, 'lists')]);
    await untilRead(two, 'people', people);
    await untilRead(one, 'lists', lists);
    going = false;
    await changing;
    await untilCleared(one);
    for (const access of [one, two]) await eventually(() => expectTruth(access, truth), PATIENT);
  },
);
