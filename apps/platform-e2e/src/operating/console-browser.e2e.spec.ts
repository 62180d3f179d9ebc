import {
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  expectAccessible,
  inBrowser,
  timeScale,
} from '@gatehouse/testing';
import type { Page as Tab } from 'playwright-core';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

inBrowser('the operator’s pages of a platform', (browser) => {
  let platform: PlatformProcess;
  let receiver: CallbackReceiver;
  let scene: Scene;
  let tab: Tab;

  beforeAll(async () => {
    receiver = await callbackReceiver();
    platform = await platformProcess({ env: { DELIVERY_SCHEDULE: '0' } });
    scene = await makeScene(platform.url, platform.operator);
    const context = await browser().newContext({ baseURL: platform.url });
    context.setDefaultTimeout(30_000 * timeScale());
    tab = await context.newPage();
    await tab.goto('/operator');
    await tab.getByLabel('Operator’s secret').fill(platform.operatorSecret);
    await press('Sign in');
  });
  afterAll(async () => {
    await tab?.context().close();
    await platform?.close();
    await receiver?.close();
  });

  const press = (name: string) => tab.getByRole('button', { name }).click();
  const follow = (name: string) => tab.getByRole('link', { name }).click();
  const text = async () => (await tab.textContent('main')) ?? '';
  const page = () => `/operator/services/${scene.serviceId}`;

  /** Opens the page anew until it says so. */
  async function shows(path: string, words: string): Promise<void> {
    await eventually(async () => {
      await tab.goto(path);
      expect(await text()).toContain(words);
    });
    await expectAccessible(tab);
  }

  async function change(user: string, name: string): Promise<void> {
    const person = { email: 'ann@school.example', given_name: name, family_name: 'Lee' };
    expect((await platform.operator.put(`/manage/users/${user}`, person)).status).toBe(200);
  }

  test('a webhook is registered, what failed is sent again in bulk, and it is disabled and removed', async () => {
    const user = await makeUser(platform.operator, 'ann@school.example');
    const place = `/manage/users/${user}/organisations/${scene.organisationId}`;
    await platform.operator.put(place, { roleId: 0 });
    await platform.operator.put(`${place}/services/${scene.serviceId}`, { roles: [] });

    await tab.goto(page());
    await follow('Register a webhook');
    await tab.getByLabel('Address').fill('not an address');
    await press('Save');
    expect(await text()).toContain('must be a valid, fully qualified, http(s) URI');
    await expectAccessible(tab);
    await tab.getByLabel('Address').fill(`${receiver.url}/hooks`);
    await tab.getByLabel('Events').fill('user.updated\nuser.removed');
    await press('Save');
    expect(await text()).toContain(`${receiver.url}/hooks`);
    await expectAccessible(tab);

    receiver.answer('/hooks', 500, 500, 204);
    for (const [count, name] of ['Anna', 'Anne'].entries()) {
      await change(user, name);
      await receiver.waitFor('/hooks', count + 1);
    }
    await shows(page(), 'failing since');

    const many = `/operator/deliveries/redeliver?serviceId=${scene.clientId}&since=2026-01-01`;
    await eventually(async () => {
      await tab.goto(many);
      await press('Count them');
      expect(await text()).toContain('2 deliveries');
    });
    await expectAccessible(tab);
    await press('Send them again');
    expect(await text()).toContain('2 deliveries are sent again');
    await expectAccessible(tab);
    const told = await receiver.waitFor('/hooks', 4);
    const ids = told.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(2).sort()).toEqual(ids.slice(0, 2).sort());
    await shows(`/operator/deliveries?serviceId=${scene.clientId}&status=delivered`, '2 in all');

    await tab.goto(page());
    await follow('Change the webhook');
    await tab.getByLabel('Status').selectOption('disabled');
    await press('Save');
    expect(await text()).toContain('disabled');
    await follow('Remove the webhook');
    expect(await text()).toContain('What is pending for it ends as failed');
    await expectAccessible(tab);
    await press('Remove it');
    expect(await text()).toContain('The webhook is removed');
    expect((await platform.operator.get(`/services/${scene.serviceId}/webhook`)).status).toBe(404);
  });
});
