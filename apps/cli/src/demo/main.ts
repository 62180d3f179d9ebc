import { randomBytes } from 'node:crypto';
import { createOperatorApi } from '../operator-api.ts';
import { audienceOf, operatorSecretOf, urlOf } from '../settings.ts';
import { playJourney } from './journey.ts';
import { type DemoPlatform, platformAt } from './platform.ts';
import { createSteps } from './steps.ts';

const { env, stdout } = process;
const steps = createSteps(stdout);
let platform: DemoPlatform | undefined;

try {
  const port = env.GATEWAY_PORT ?? '43890';
  const url = env.GATEHOUSE_URL === undefined ? `http://localhost:${port}` : urlOf({}, env);
  steps.heading('The platform');
  platform = await steps.step(
    `The platform at ${url}`,
    () => platformAt(url, env),
    ({ own }) => (own ? 'started for this demo, with real schools' : 'was running'),
  );
  const audience = audienceOf({}, env);
  const operator = createOperatorApi({ url, audience, secret: operatorSecretOf({}, env) });
  const started = performance.now();
  await playJourney({ url, audience, operator, steps, run: randomBytes(4).toString('hex') });
  await operator.close();
  const took = ((performance.now() - started) / 1000).toFixed(1);
  stdout.write(`\nBoth journeys ended well, in ${took} s. npm start leaves the platform running for you.\n`);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await platform?.stop();
}
