/**
 * The standalone platform under load, killed (`kill -9`) at random moments and started again on what it left; then judges
 * that nothing acknowledged was lost, no effect happened twice, and reads equal the truth. Usage: node bench/kills.ts
 * [kills, default 200] [seed]. Ends with 1 where anything does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@gatehouse/contracts';
import { apiClient, callbackReceiver, seededRandom } from '@gatehouse/testing';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { judge, printJudgement } from './chaos/judge.ts';
import { load, nothingYet } from './chaos/load.ts';
import { printMachine } from './measure.ts';

const KILLS = Number(process.argv[2] ?? 200);
const SEED = process.argv[3] ?? String(Date.now() % 100_000);
const USERS = 50;
/** From ready to the kill. A start is under load at once: repeated requests have been waiting. */
const LIVES_MS = 1_500;

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-'));
const receiver = await callbackReceiver();
const env = { DELIVERY_SCHEDULE: `0,1,1,2,2${',5'.repeat(20)}` };
let platform = await platformProcess({ dataDir, env });
const fixed = { ...env, GATEWAY_PORT: new URL(platform.url).port };
try {
  printMachine();
  console.info(`${KILLS} kills, seed ${SEED}`);
  const random = seededRandom(SEED);
  const { url, operatorSecret } = platform;
  const { serviceId, organisationId, clientId, apiSecret } = await makeScene(url, platform.operator);
  const { organisationId: otherOrganisationId } = await makeScene(url, platform.operator);
  const truth = nothingYet();
  for (let user = 0; user < USERS; user++) {
    const email = `known-${user}@example.org`;
    truth.known.set(email, await makeUser(platform.operator, email));
  }
  let running = true;
  const options = {
    ...{ serviceId, organisationId, otherOrganisationId, truth },
    operator: apiClient(url, 'operator', operatorSecret),
    service: apiClient(url, clientId, apiSecret),
    receiverUrl: receiver.url,
    mailboxUrl: url,
    running: () => running,
  };
  const loading = load(options);
  for (let kill = 1; kill <= KILLS; kill++) {
    await Promise.race([
      delay(random() * LIVES_MS),
      loading.then(() => Promise.reject(new Error('the load ended early'))),
    ]);
    await platform.kill();
    platform = await platformProcess({ dataDir, env: fixed });
    if (kill % 20 === 0) console.info(`  ${kill} kills, ${truth.invited.size} invitations acknowledged`);
  }
  running = false;
  await loading;
  const log = { eventsUrl: 'sqlite:', dataDir, topics: Object.values(topics).map(({ name }) => name) };
  if (!printJudgement(truth, await judge({ ...options, ...log, receiver }))) process.exitCode = 1;
} finally {
  await platform.kill();
  await receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
}
