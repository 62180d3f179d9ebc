/** Takes the pictures of the operator's console for the documents, of a new platform with the demo set: `npm run screenshots`. */
import { join } from 'node:path';
import { readDemoState } from '@gatehouse/standalone/demo-state';
import { callbackReceiver, eventually, findBrowser, launchBrowser } from '@gatehouse/testing';
import { platformProcess } from './platform-process.ts';
import { CHECKOUT } from './program.ts';

const IMAGES = join(CHECKOUT, 'docs/images');
const WIDE = { width: 1_000, height: 720 };
const NARROW = { width: 320, height: 1_000 };

const executable = findBrowser();
if (executable === undefined) throw new Error('no chromium found, set CHROMIUM_PATH');
const receiver = await callbackReceiver();
receiver.answer('/down', 500);
const platform = await platformProcess({ env: { DEMO_DATA: 'true', DELIVERY_SCHEDULE: '0,1' } });
const browser = await launchBrowser(executable);
try {
  const demo = await eventually(() => {
    const state = readDemoState(platform.dataDir);
    if (state?.loaded !== true) throw new Error('the demo set is not loaded yet');
    return state;
  });
  const { operator } = platform;
  for (const [index, name] of ['Ada', 'Grace', 'Mary'].entries()) {
    const email = `${name.toLowerCase()}@school.example`;
    await operator.post('/manage/users', { email, given_name: name, family_name: 'Example' });
    await operator.post(`/services/${demo.clientId}/invitations`, {
      ...{ sourceId: String(index), given_name: name, family_name: 'Example', email },
      callback: `${receiver.url}/${index === 1 ? 'down' : 'up'}`,
    });
  }
  const failed = await eventually(async () => {
    const { deliveries } = (await operator.get('/manage/deliveries?status=failed')).body;
    if (deliveries.length === 0) throw new Error('none has failed yet');
    return deliveries[0].id as string;
  });
  const { services } = (await operator.get('/manage/services')).body;

  const context = await browser.newContext({ baseURL: platform.url, viewport: WIDE });
  const tab = await context.newPage();
  async function picture(name: string, path: string, viewport = WIDE) {
    await tab.setViewportSize(viewport);
    await tab.goto(path);
    await tab.screenshot({ path: join(IMAGES, `console-${name}.png`) });
  }
  await tab.goto('/operator/sign-in');
  await tab.getByLabel('Operator’s secret').fill(platform.operatorSecret);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.waitForURL('**/operator');
  await picture('overview', '/operator');
  await picture('deliveries', '/operator/deliveries');
  await picture('delivery', `/operator/deliveries/${failed}`);
  await picture('service', `/operator/services/${services[0].id}`);
  await picture('narrow', '/operator/deliveries?status=failed', NARROW);
} finally {
  await browser.close();
  await platform.close();
  await receiver.close();
}
