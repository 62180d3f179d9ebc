/**
 * How long after a grant is made GET /users of its service shows it, beside the access lookup, standalone: at 10, 30 and
 * 100 grants a second, then while people with 40 grants each are renamed by 10 writers at once. A quiet service is granted
 * twice a second all the time. Counted from the answer to the grant. Usage: node bench/list-lag.ts [seconds] [renames]
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, apiClient } from '@gatehouse/testing';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { makeScene } from '../apps/platform-e2e/src/testing/scene.ts';
import {
  grantPath,
  type Member,
  makeMembers,
  makeOrganisations,
  makePeople,
  type Person,
  put,
} from './list-lag/population.ts';
import { nameGiven, type Watch, watchList, watchNames } from './list-lag/watch.ts';
import { ms, percentile, printMachine } from './measure.ts';

const SECONDS = Number(process.argv[2] ?? 10);
const RENAMES = Number(process.argv[3] ?? 100);
const RATES = [10, 30, 100];
const QUIET_RATE = 2;
const BURST_RATE = 10;
const BURST_MEMBERS = 600;
const WRITERS = 10;
const GRANTS_EACH = 40;
const LOOKED_UP = 5;
const TARGET_MS = 1_000;

/** A service, with who watches its list. */
interface Watched {
  serviceId: string;
  client: ApiClient;
  list: Watch;
}

class Series {
  readonly #taken = new Map<string, number[]>();
  add(name: string, took: number): void {
    const samples = this.#taken.get(name) ?? [];
    this.#taken.set(name, samples);
    samples.push(took);
  }
  p99(name: string): number {
    return percentile(this.#taken.get(name) ?? [], 0.99);
  }
  print(): void {
    for (const [name, samples] of this.#taken) {
      const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)];
      console.info(
        `  ${name.padEnd(34)} p50 ${ms(p50).padStart(10)}  p99 ${ms(p99).padStart(10)}  max ${ms(Math.max(...samples)).padStart(10)}  of ${samples.length}`,
      );
    }
  }
}

const platform = await platformProcess();
const operator = apiClient(platform.url, 'operator', platform.operatorSecret);
const watches: Watch[] = [];

/** CPU seconds of the platform: comparable on a busy machine too. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${platform.process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function watchedService(): Promise<Watched> {
  const { serviceId, clientId, apiSecret } = await makeScene(platform.url, operator);
  const client = apiClient(platform.url, clientId, apiSecret);
  const list = watchList(client);
  watches.push(list);
  return { serviceId, client, list };
}

/** Grants a service to a member, and measures when each read shows it. */
async function grantOne(
  service: Watched,
  member: Member | undefined,
  series: Series,
  prefix: string,
): Promise<void> {
  // Without an unused member left, the burst goes on without.
  if (member === undefined) return;
  const { serviceId, client, list } = service;
  const before = performance.now();
  await put(operator, grantPath(member, serviceId));
  const answered = performance.now();
  series.add(`${prefix}: answered`, answered - before);
  const { userId, organisationId } = member;
  if (grants++ % LOOKED_UP === 0) {
    const path = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
    while ((await client.get(path)).status !== 200) await delay(5);
    series.add(`${prefix}: shown by the lookup`, performance.now() - answered);
  }
  series.add(`${prefix}: shown in GET /users`, Math.max(0, (await list.shown(userId)) - answered));
}
let grants = 0;

/** Starts work at a steady rate until stopped, whether earlier work has ended or not. */
function steadily(rate: number, work: () => Promise<void>): () => Promise<void> {
  const begun: Promise<void>[] = [];
  let stopped = false;
  const started = performance.now();
  const done = (async () => {
    for (let n = 1; !stopped; n++) {
      begun.push(work());
      await delay(Math.max(0, started + (n * 1_000) / rate - performance.now()));
    }
  })();
  return async () => {
    stopped = true;
    await done;
    await Promise.all(begun);
  };
}

/** Renames someone; the promise resolves when all grants show it. */
async function rename({ userId, email }: Person, names: Watch, series: Series): Promise<() => Promise<void>> {
  const familyName = nameGiven(new Date());
  await put(operator, `/manage/users/${userId}`, { email, given_name: 'Ann', family_name: familyName });
  const answered = performance.now();
  return async () => {
    const shown = (await names.shown(`${userId} ${familyName} ${GRANTS_EACH}`)) - answered;
    series.add('rename: all 40 in /users/changes', Math.max(0, shown));
  };
}

try {
  printMachine();
  const [busy, quiet] = [await watchedService(), await watchedService()];
  const organisationIds = await makeOrganisations(operator, GRANTS_EACH);
  const needed = SECONDS * (RATES.reduce((sum, rate) => sum + rate, 0) + RATES.length * QUIET_RATE) * 1.2;
  const members = await makeMembers(operator, organisationIds[0] ?? '', Math.ceil(needed) + BURST_MEMBERS);
  const people = await makePeople(operator, { serviceId: busy.serviceId, organisationIds, count: RENAMES });

  // Earlier grants are not measured.
  const isListed = async () =>
    (await busy.client.get('/users')).body.numberOfRecords === RENAMES * GRANTS_EACH;
  while (!(await isListed())) await delay(100);

  const during = async (series: Series, rate: number, work: () => Promise<void>) => {
    const stops = [
      steadily(rate, () => grantOne(busy, members.pop(), series, 'busy service')),
      steadily(QUIET_RATE, () => grantOne(quiet, members.pop(), series, 'quiet service')),
    ];
    const [began, cpu] = [performance.now(), cpuSeconds()];
    await work();
    await Promise.all(stops.map((stop) => stop()));
    const seconds = (performance.now() - began) / 1_000;
    console.info(`  ${seconds.toFixed(1)} s, ${(cpuSeconds() - cpu).toFixed(1)} s of the platform's CPU`);
    series.print();
  };
  let worst = 0;
  for (const rate of RATES) {
    console.info(`${rate} grants a second for ${SECONDS} s:`);
    const series = new Series();
    await during(series, rate, () => delay(SECONDS * 1_000));
    worst = Math.max(
      ...[worst, series.p99('busy service: shown in GET /users')],
      series.p99('quiet service: shown in GET /users'),
    );
  }
  console.info(
    `${RENAMES} renames of people with ${GRANTS_EACH} grants by ${WRITERS} writers, ${BURST_RATE} grants a second:`,
  );
  const names = watchNames(busy.client);
  watches.push(names);
  const series = new Series();
  await during(series, BURST_RATE, async () => {
    const began = performance.now();
    const shown: Promise<void>[] = [];
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let person = people.pop(); person !== undefined; person = people.pop()) {
          shown.push((await rename(person, names, series))());
        }
      }),
    );
    await Promise.all(shown);
    const seconds = (performance.now() - began) / 1_000;
    console.info(
      `  ${((RENAMES * GRANTS_EACH) / seconds).toFixed(0)} grants of renamed people taken in a second`,
    );
  });
  console.info(`worst p99 at a steady rate: ${ms(worst)} (target: at most ${TARGET_MS} ms)`);
  if (!(worst <= TARGET_MS)) process.exitCode = 1;
} finally {
  await Promise.all(watches.map((watch) => watch.close()));
  await platform.kill();
}
