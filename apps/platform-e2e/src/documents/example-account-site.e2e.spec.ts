import { join } from 'node:path';
import { eventually, expectAccessible, inBrowser, timeScale } from '@gatehouse/testing';
import type { Page as Tab } from 'playwright-core';
import { freePort } from '../testing/free-port.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { type Program, startProgram } from '../testing/program.ts';
import { mailboxOf, makeScene, makeUser } from '../testing/scene.ts';

const SERVER = join(import.meta.dirname, '../../../../examples/account-site/server.js');

inBrowser('the example of a first-party site, beside a platform', (browser) => {
  let platform: PlatformProcess;
  let site: Program;
  let address: string;
  let tab: Tab;

  beforeAll(async () => {
    platform = await platformProcess();
    address = `http://localhost:${await freePort()}`;
    const scene = await makeScene(platform.url, platform.operator, { params: { canUseAccounts: 'true' } });
    const redirect = { redirectUri: `${address}/callback`, postLogoutRedirectUri: `${address}/` };
    expect((await platform.operator.put('/manage/account-provider/redirect', redirect)).status).toBe(200);
    const attribute = await platform.operator.put('/manage/attributes/local_attribute', { type: 'boolean' });
    expect(attribute.status).toBe(201);
    site = startProgram(SERVER, {
      env: {
        ...{ GATEHOUSE_URL: platform.url, CLIENT_ID: scene.clientId, API_SECRET: scene.apiSecret },
        PORT: new URL(address).port,
      },
    });
    await eventually(() => expect(site.output()).toContain('Account site'));
    const context = await browser().newContext();
    context.setDefaultTimeout(30_000 * timeScale());
    tab = await context.newPage();
  });
  afterAll(async () => {
    await tab?.context().close();
    await site?.kill();
    await platform?.close();
  });

  const press = (name: string) => tab.getByRole('button', { name }).click();
  const text = async () => (await tab.textContent('main')) ?? '';

  async function codeFor(email: string, since: number): Promise<string> {
    return eventually(async () => {
      const messages = await mailboxOf(platform.mailboxUrl, email);
      const codes = messages.flatMap(({ text: sent }) => /^\s*(\d{4} \d{4})\s*$/m.exec(sent)?.[1] ?? []);
      expect(codes.length).toBeGreaterThan(since);
      return codes.at(-1) ?? '';
    });
  }

  async function signIn(email: string, since = 0): Promise<void> {
    await tab.goto(`${address}/`);
    await tab.getByRole('link', { name: 'Sign in' }).click();
    await tab.getByLabel('Email address').fill(email);
    await press('Continue');
    await tab.getByLabel('Code from the email').fill(await codeFor(email, since));
    await press('Continue');
    await tab.waitForURL(`${address}/`);
  }

  test('a person signs in, sees an attribute change, signs out, and is signed out from the platform', async () => {
    const email = 'ann.lee@school.example';
    const userId = await makeUser(platform.operator, email);
    await signIn(email);
    expect(await text()).toContain(userId);
    expect(await text()).toContain('not set');
    await expectAccessible(tab);
    await press('Change local_attribute');
    await expect(text()).resolves.toMatch(/local_attribute\s*true/);

    await press('Sign out');
    await tab.waitForURL(`${address}/`);
    await tab.getByRole('link', { name: 'Sign in' }).waitFor();

    await signIn(email, 1);
    expect(await text()).toMatch(/local_attribute\s*true/);
    expect((await platform.operator.delete(`/manage/users/${userId}/sessions`)).status).toBe(204);
    await eventually(async () => {
      await tab.goto(`${address}/`);
      await expect(text()).resolves.not.toContain(userId);
    });
  });

  test('a sign-in that was begun in another browser, or by another site, is refused', async () => {
    await tab.context().clearCookies();
    const answer = await tab.goto(`${address}/callback?code=x&state=y`);
    expect([answer?.status(), await text()]).toEqual([400, expect.stringContaining('begun elsewhere')]);
    const foreign = await fetch(`${address}/sign-out`, {
      method: 'POST',
      headers: { origin: 'https://other.example' },
    });
    expect(foreign.status).toBe(403);
  });
});
