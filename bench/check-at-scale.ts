/**
 * Loads a platform with 20,000 made-up users, 60,000 memberships and 100,000 grants over 12 services, on top of all
 * establishments and groups of the registers, compares every read of the public API with a plain model of the rules,
 * applies random commands for a while, and compares again. Usage: node bench/check-at-scale.ts [folder of the registers'
 * files] [share of that size, default 1] [seconds of commands, default 60] [seed]. Ends with 1 where anything differs.
 */
import { emptyModel } from '../apps/platform-e2e/src/testing/model/access-model.ts';
import { type Conducting, carryOut } from '../apps/platform-e2e/src/testing/model/conductor.ts';
import { createMaking } from '../apps/platform-e2e/src/testing/model/making.ts';
import { untilSettled } from '../apps/platform-e2e/src/testing/model/settled.ts';
import { createTally, type Tally } from '../apps/platform-e2e/src/testing/model/tally.ts';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { compareAtScale, untilListed } from './at-scale/comparing.ts';
import { inParallel } from './at-scale/in-parallel.ts';
import { loadGrants, loadOrganisations, loadServices, loadUsers } from './at-scale/loading.ts';
import { createChance, FULL_SIZE, usersOf } from './at-scale/population.ts';
import { nextRound } from './at-scale/random-commands.ts';
import { printMachine } from './measure.ts';

const FOLDER = process.argv[2] ?? '../shared/data';
const SHARE = Number(process.argv[3] ?? 1);
const SECONDS = Number(process.argv[4] ?? 60);
const SEED = process.argv[5] ?? '17';
const ROUND = 150;

const size = {
  users: Math.ceil(FULL_SIZE.users * SHARE),
  memberships: Math.ceil(FULL_SIZE.memberships * SHARE),
  grants: Math.ceil(FULL_SIZE.grants * SHARE),
};
const samples = { users: size.users / 2, lookups: size.grants / 5, identifiers: size.users / 10 };

async function took<T>(what: string, act: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await act();
  console.info(`${what}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  return result;
}

function print(when: string, tally: Tally): void {
  console.info(`\n${when}`);
  for (const [endpoint, count] of [...tally.counts].toSorted())
    console.info(`  ${String(count).padStart(8)}  ${endpoint}`);
  const total = [...tally.counts.values()].reduce((sum, count) => sum + count, 0);
  console.info(`  ${String(total).padStart(8)}  comparisons, ${tally.differing()} differ\n`);
  for (const difference of tally.differences) console.error(difference);
  if (tally.differing() > 0) process.exitCode = 1;
}

printMachine();
const platform = await platformProcess();
try {
  const model = emptyModel();
  const { url, operator } = platform;
  const making = createMaking(url, operator, model);
  const { read, clientOf } = making;
  const conducting: Conducting = { model, operator, clientOf };
  const origin = await took('organisations', () =>
    loadOrganisations(platform, conducting, making, { folder: FOLDER, seed: SEED }),
  );
  const services = await loadServices(conducting, making, SEED);
  const [observer = ''] = services;
  const users = usersOf(SEED, size, [...model.organisations.keys()]);
  await took(`${size.users} users, ${size.memberships} memberships`, () => loadUsers(conducting, users));
  await took('until access knows the last of them', async () => {
    for (const { userId, email, givenName, status } of users.slice(-100)) {
      const command = { kind: 'put user', userId, email, givenName, status } as const;
      await untilSettled({ read, model }, observer, command, { approvers: false });
    }
  });
  const refused = await took(`${size.grants} grants`, () =>
    loadGrants(conducting, services, { grants: size.grants, seed: SEED }),
  );
  console.info(
    `${model.organisations.size} organisations ${origin}; ${refused} grants more were refused by policies`,
  );

  const followers = new Map();
  const chance = createChance(`${SEED}/samples`);
  const compareNow = async (when: string) => {
    const tally = createTally();
    const comparing = { read, model, tally };
    await took('until all is listed', () => untilListed(comparing, services));
    await took('comparing', () => compareAtScale(comparing, services, { followers, chance, samples }));
    print(when, tally);
  };
  await compareNow('After loading');

  const random = createChance(`${SEED}/commands`);
  const organisationIds = [
    ...new Set(users.flatMap(({ memberships }) => memberships.map((each) => each.organisationId))),
  ];
  const where = { services, organisationIds, userIds: users.map(({ userId }) => userId), seed: SEED };
  const counts = new Map<string, number>();
  const until = performance.now() + SECONDS * 1_000;
  while (performance.now() < until) {
    const { ofPeople, ofAll } = nextRound(model, random, where, ROUND);
    for (const { kind } of [...ofPeople, ...ofAll]) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    await inParallel(ofPeople, 16, (command) => carryOut(conducting, command));
    await inParallel(ofPeople, 16, (command) =>
      untilSettled({ read, model }, observer, command, { approvers: false }),
    );
    for (const command of ofAll) {
      await carryOut(conducting, command);
      await untilSettled({ read, model }, observer, command, { approvers: false });
    }
  }
  console.info(`random commands: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  await compareNow('After the commands');
} finally {
  await platform.kill();
}
