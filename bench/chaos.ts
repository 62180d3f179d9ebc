/**
 * Three instances each of directory, access, invitations and notifier on MongoDB and Kafka, under load, while instances
 * and servers are killed, stopped and paused at random and read models rebuilt; then judges that nothing acknowledged was
 * lost, no effect happened twice, and read models equal the truth. Usage: node bench/chaos.ts [seconds, default 60] [seed] [--beside DIR];
 * the servers are those of TEST_MONGODB_CRASH and TEST_KAFKA_CRASH. With another release's checkout in DIR (installed by
 * `npm ci`) both run side by side: the servers stay up, one instance after the other gives way to the other release, and back. Ends with 1 where anything does not hold.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { topics } from '@gatehouse/contracts';
import {
  apiClient,
  callbackReceiver,
  crashableKafka,
  crashableMongodb,
  seededRandom,
} from '@gatehouse/testing';
import { distributedPlatform } from '../apps/platform-e2e/src/testing/distributed-platform.ts';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { breakThings } from './chaos/faults.ts';
import { judge, printJudgement } from './chaos/judge.ts';
import { load, nothingYet } from './chaos/load.ts';
import { printMachine } from './measure.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { beside: { type: 'string' } },
});
const SECONDS = Number(positionals[0] ?? 60);
const SEED = positionals[1] ?? String(Date.now() % 100_000);
const BESIDE = flags.beside === undefined ? undefined : resolve(flags.beside);
const USERS = 50;

const mongodb = await crashableMongodb('chaos');
const kafka = await crashableKafka('chaos');
if ('skipped' in mongodb || 'skipped' in kafka)
  throw new Error('set TEST_MONGODB_CRASH and TEST_KAFKA_CRASH');
const receiver = await callbackReceiver();
const platform = await distributedPlatform({
  mongodbUrl: mongodb.url,
  kafkaUrl: kafka.url,
  instances: { directory: 3, access: 3, invitations: 3, notifier: 3 },
  env: { DELIVERY_SCHEDULE: `0,1,1,2,2${',5'.repeat(20)}` },
  ...(BESIDE !== undefined && { beside: BESIDE }),
});
try {
  printMachine();
  console.info(`${SECONDS} s, seed ${SEED}${BESIDE === undefined ? '' : `, beside ${BESIDE}`}`);
  const scene = await makeScene(platform.url, platform.operator);
  const { serviceId, organisationId } = scene;
  const operator = apiClient(platform.url, 'operator', platform.operatorSecret);
  const service = apiClient(platform.url, scene.clientId, scene.apiSecret);
  const { organisationId: otherOrganisationId } = await makeScene(platform.url, platform.operator);
  const truth = nothingYet();
  for (let user = 0; user < USERS; user++) {
    const email = `known-${user}@example.org`;
    truth.known.set(email, await makeUser(platform.operator, email));
  }
  let running = true;
  const options = {
    ...{ operator, service, serviceId, organisationId, otherOrganisationId, truth },
    receiverUrl: receiver.url,
    mailboxUrl: platform.mailboxUrl,
    running: () => running,
  };
  const loading = load(options);
  const faults = await Promise.race([
    breakThings({ platform, mongodb, kafka, random: seededRandom(SEED) }, SECONDS),
    loading.then(() => Promise.reject(new Error('the load ended early'))),
  ]);
  running = false;
  const ended = performance.now();
  await loading;
  const judgement = await judge({
    ...options,
    receiver,
    eventsUrl: platform.env.EVENTS_URL ?? '',
    dataDir: '',
    topics: Object.values(topics).map(({ name }) => name),
  });
  console.info(
    `settled and judged ${((performance.now() - ended) / 1_000).toFixed(0)} s after the last fault`,
  );
  for (const [fault, count] of [...faults].sort()) console.info(`${count} × ${fault}`);
  if (!printJudgement(truth, judgement)) process.exitCode = 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (process.exitCode === 1) {
    const file = join(mkdtempSync(join(tmpdir(), 'chaos-')), 'processes.log');
    writeFileSync(file, platform.output());
    console.error(`what all processes logged: ${file}`);
  }
  await platform.close();
  await receiver.close();
  await Promise.all([mongodb.stop(), kafka.stop()]);
}
