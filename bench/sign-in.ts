/**
 * Server time of one sign-in to a service by a person who is signed in: authorize → code → tokens → userinfo, on the app alone
 * and SQLite. Usage: node bench/sign-in.ts [rounds]
 */
import {
  answerOf,
  authorize,
  authorizeUrl,
  basic,
  exchange,
  ids,
  startOidcScene,
} from '../apps/signin/src/testing/oidc-scene.ts';
import { ms, percentile, printMachine } from './measure.ts';

const ROUNDS = Number(process.argv[2] ?? 500);
const WARM_UP = 50;
const TARGET_MS = 15;

const scene = await startOidcScene();
const browser = scene.browser();
const url = authorizeUrl(scene.clientId, { scope: 'openid profile email organisation roles' });
await authorize(scene, browser, url, { userId: ids.ann });

async function round(): Promise<number> {
  const begun = performance.now();
  const { code = '' } = answerOf(await browser.visit(url));
  const tokens = (await (await exchange(scene, { code }, basic(scene.clientId))).json()) as Record<
    string,
    string
  >;
  const userinfo = await scene.userinfo(tokens.access_token);
  await userinfo.text();
  if (userinfo.status !== 200) throw new Error(`userinfo answered ${userinfo.status}`);
  return performance.now() - begun;
}

printMachine();
for (let time = 0; time < WARM_UP; time++) await round();
const cpu = process.cpuUsage();
const took: number[] = [];
for (let time = 0; time < ROUNDS; time++) took.push(await round());
const { user, system } = process.cpuUsage(cpu);
const p50 = percentile(took, 0.5);
console.info(
  `authorize → code → tokens → userinfo, ${ROUNDS} in a row: p50 ${ms(p50)}, p99 ${ms(percentile(took, 0.99))}`,
);
console.info(`CPU of server and client together: ${ms((user + system) / 1_000 / ROUNDS)} each`);
await scene.close();
if (p50 > TARGET_MS) process.exitCode = 1;
