import { randomBytes } from 'node:crypto';
import { readEnvironment, variables } from '@gatehouse/runtime';
import { createOperatorApi } from '../api/operator-api.ts';
import { audienceOf, operatorSecretOf, urlOf } from '../command/settings.ts';
import type { RunningSite } from './account-site.ts';
import { playJourney } from './journey.ts';
import { type DemoPlatform, platformAt } from './platform.ts';
import { createSteps } from './steps.ts';

const { env, stdout, stderr } = process;
const steps = createSteps(stdout);
let platform: DemoPlatform | undefined;
let site: RunningSite | undefined;

const enough = Promise.withResolvers<never>();
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => enough.reject(new Error('Stopped.')));
// Nobody watches any longer: a platform started for the demo is stopped.
stdout.once('error', () => enough.reject(new Error('Nobody reads what the demo shows.')));
for (const stream of [stdout, stderr]) stream.on('error', () => {});

/** Whether somebody is to go on with what runs. */
async function play(): Promise<boolean> {
  const { GATEWAY_PORT: port } = readEnvironment({ GATEWAY_PORT: variables.GATEWAY_PORT }, env);
  const url = env.GATEHOUSE_URL === undefined ? `http://localhost:${port}` : urlOf({}, env);
  steps.heading('The platform');
  platform = await platformAt(url, env);
  const { ready, ownDataDir } = platform;
  await steps.step(`The platform at ${url}`, ready, () =>
    ownDataDir === undefined ? 'was running' : `started for this demo in ${ownDataDir}, with real schools`,
  );
  const where = ownDataDir === undefined ? {} : { dataDir: ownDataDir };
  const audience = audienceOf({}, env);
  const operator = createOperatorApi({ url, audience, secret: operatorSecretOf(where, env) });
  const started = performance.now();
  site = await playJourney({ url, audience, operator, steps, run: randomBytes(4).toString('hex') });
  await operator.close();
  const took = ((performance.now() - started) / 1000).toFixed(1);
  stdout.write(`\nEverything ended well, in ${took} s.\n`);
  if (site === undefined || !stdout.isTTY) {
    stdout.write('npm start leaves the platform running for you.\n');
    return false;
  }
  stdout.write(`Try the site: ${site.url}, with the code from ${url}/mailbox. Ctrl-C ends it.\n`);
  return true;
}

async function stopAll(): Promise<void> {
  await site?.stop();
  await platform?.stop();
}

try {
  if (await Promise.race([play(), enough.promise])) await enough.promise.catch(() => {});
  await stopAll();
} catch (error) {
  stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  await stopAll();
  process.exit(1);
}
