/**
 * GET /users, 25 a page, random pages however deep, totals included, while 100 grants a second change: p99 with a million
 * grants beside p99 with ten thousand, on the embedded engines, in turns. Usage: node bench/users-list.ts [grants] [fewer]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type ListUnderLoad, startListUnderLoad } from '../apps/access/src/testing/list-under-load.ts';
import { ms, percentile, printMachine } from './measure.ts';

const MANY = Number(process.argv[2] ?? 1_000_000);
const FEW = Number(process.argv[3] ?? 10_000);
const ROUNDS = 20;
const REQUESTS_A_ROUND = 200;
const CHANGES_A_SECOND = 100;
const TARGET = 1.5;

/** Changes grants at a steady rate until told to stop; answers how many. */
function changing(list: ListUnderLoad): () => Promise<number> {
  let stopped = false;
  const started = performance.now();
  const done = (async () => {
    let made = 0;
    for (; !stopped; made++) {
      await list.changeOne();
      const due = started + ((made + 1) * 1_000) / CHANGES_A_SECOND;
      await delay(Math.max(0, due - performance.now()));
    }
    return made;
  })();
  return () => {
    stopped = true;
    return done;
  };
}

async function round(list: ListUnderLoad, requests: number): Promise<number[]> {
  const stop = changing(list);
  const took: number[] = [];
  for (let n = 0; n < requests; n++) {
    const before = performance.now();
    await list.readRandomPage();
    took.push(performance.now() - before);
  }
  await stop();
  return took;
}

printMachine();
const lists: { grants: number; list: ListUnderLoad; took: number[] }[] = [];
try {
  for (const grants of [FEW, MANY]) {
    const before = performance.now();
    const list = await startListUnderLoad(grants);
    lists.push({ grants, list, took: [] });
    const seconds = (performance.now() - before) / 1_000;
    console.info(`${grants} grants of ${list.users} users loaded in ${seconds.toFixed(0)} s`);
  }
  for (const { list } of lists) await round(list, REQUESTS_A_ROUND);
  for (let n = 0; n < ROUNDS; n++) {
    for (const each of lists) each.took.push(...(await round(each.list, REQUESTS_A_ROUND)));
  }
  for (const { grants, took } of lists) {
    console.info(
      `${grants} grants: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))} of ${took.length} requests`,
    );
  }
  const [few, many] = lists.map(({ took }) => percentile(took, 0.99));
  const ratio = (many ?? Number.NaN) / (few ?? Number.NaN);
  console.info(`p99 ratio ${ratio.toFixed(2)} (target: at most ${TARGET})`);
  console.info(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  if (!(ratio <= TARGET)) process.exitCode = 1;
} finally {
  for (const { list } of lists) await list.close();
}
