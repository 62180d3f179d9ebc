/**
 * Kills (`kill -9`) the platform, a service's receiver and the mail server at random moments under load with all kinds of
 * messages: callbacks, emails and webhooks. Judges that each message arrived, every repeat under its id, none lost, and each
 * user's events in order; that nothing acknowledged was lost, and that reads equal the truth. Ends with 1 where anything does not hold.
 *
 *   node bench/kills.ts [KILLS, default 200] [--minutes MOST] [--seed TEXT] [--distributed [--mongodb COMMAND] [--kafka COMMAND]]
 *
 * --distributed: each app in a process of its own, two notifiers, on MongoDB and Kafka, which are killed as well. They are
 * containers of this run where there is Docker. Else a shell command each runs them: with `start`, `kill` or `stop` as its `$1`; `start`
 * starts the server on the data that it left, and prints its address when it is there (`mongodb://…`; of Kafka `host:port`). TEST_MONGODB_CRASH and TEST_KAFKA_CRASH
 * are other ways to name the commands.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { topics } from '@gatehouse/contracts';
import { apiClient, seededRandom } from '@gatehouse/testing';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { printJudgement } from './chaos/judge.ts';
import { load, nothingYet } from './chaos/load.ts';
import { arrivalsIn, WEBHOOK_PATH } from './kills/arrivals.ts';
import { type ChangesOptions, changes } from './kills/changes.ts';
import { judgeAll } from './kills/judge-all.ts';
import { chosen, keepingProgram } from './kills/parts.ts';
import { distributed, standalone } from './kills/platforms.ts';
import { printMachine } from './measure.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    distributed: { type: 'boolean', default: false },
    mongodb: { type: 'string' },
    kafka: { type: 'string' },
  },
});
if (flags.mongodb !== undefined) process.env.TEST_MONGODB_CRASH = flags.mongodb;
if (flags.kafka !== undefined) process.env.TEST_KAFKA_CRASH = flags.kafka;
const KILLS = Number(positionals[0] ?? 200);
const USERS = 50;
/** Acknowledged invitations whose callbacks have not arrived, at most. */
const MOST_OPEN = 200;
const ROOM_MS = 200;
/** Between a part that is ready again and the next kill. */
const LIVES_MS = 1_500;

const random = seededRandom(flags.seed);
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'));
const receiver = await keepingProgram(
  { name: 'receiver', program: 'receiver.ts', ports: 1, weight: 2 },
  folder,
  random,
);
const mail = await keepingProgram(
  { name: 'mail server', program: 'mail-server.ts', ports: 2, weight: 1 },
  folder,
  random,
);
const [receiverUrl = ''] = receiver.urls;
const [smtpUrl = '', mailboxUrl = ''] = mail.urls;
const env = { DELIVERY_SCHEDULE: `0,1,1,2,2${',5'.repeat(40)}`, EMAIL_URL: smtpUrl.replace('http', 'smtp') };
const dataDir = join(folder, 'data');
const platform = await (flags.distributed ? distributed(random, env) : standalone(dataDir, env));
try {
  printMachine();
  console.info(
    `${KILLS} kills ${flags.distributed ? 'of many processes' : 'of one process'}, seed ${flags.seed}`,
  );
  const { url, operatorSecret, eventsUrl } = platform;
  const operator = apiClient(url, 'operator', operatorSecret);
  const seesAll = { params: { canViewAllUsers: 'true' } };
  const { serviceId, organisationId, clientId, apiSecret } = await makeScene(url, operator, seesAll);
  const { organisationId: otherOrganisationId } = await makeScene(url, operator);
  const service = apiClient(url, clientId, apiSecret);
  const webhook = { url: `${receiverUrl}${WEBHOOK_PATH}`, events: ['*'] };
  const registered = await service.put(`/services/${serviceId}/webhook`, webhook);
  if (registered.status !== 201) throw new Error(`the webhook: ${registered.text}`);
  const truth = nothingYet();
  for (let user = 0; user < USERS; user++) {
    const email = `known-${user}@example.org`;
    truth.known.set(email, await makeUser(operator, email));
  }
  let running = true;
  const arrivals = arrivalsIn(receiver.file);
  const calledBack = () => new Set(arrivals.all.map(({ path }) => path)).size;
  const options: ChangesOptions = {
    ...{ serviceId, organisationId, otherOrganisationId, truth, operator, service, receiverUrl, mailboxUrl },
    told: { values: new Map(), revoked: new Set() },
    running: () => running,
    async room() {
      while (running && truth.invited.size - calledBack() > MOST_OPEN) await delay(ROOM_MS);
    },
  };
  const loading = Promise.all([load(options), changes(options)]);
  const parts = [...platform.parts, receiver.part, mail.part];
  const killed = new Map<string, number>();
  const until = performance.now() + 60_000 * Number(flags.minutes);
  for (let kill = 1; kill <= KILLS && performance.now() < until; kill++) {
    await Promise.race([
      delay(random() * LIVES_MS),
      loading.then(() => Promise.reject(new Error('the load ended early'))),
    ]);
    const part = chosen(parts, random);
    await part.killAndStart();
    killed.set(part.name, (killed.get(part.name) ?? 0) + 1);
    if (kill % 20 === 0) console.info(`  ${kill} kills, ${truth.invited.size} invitations acknowledged`);
  }
  running = false;
  await loading;
  const log = { eventsUrl, dataDir, topics: Object.values(topics).map(({ name }) => name) };
  const judgement = await judgeAll({
    ...options,
    ...log,
    arrivals,
    mailFile: mail.file,
  });
  console.info(`killed: ${[...killed].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  if (!printJudgement(truth, judgement)) process.exitCode = 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await platform.close();
  await Promise.all([receiver.close(), mail.close()]);
  const logged = join(folder, 'platform.log');
  if (process.exitCode === 1) {
    writeFileSync(logged, platform.output());
    console.error(`what the platform logged, its data, and what arrived: ${folder}`);
  } else rmSync(folder, { recursive: true, force: true });
}
