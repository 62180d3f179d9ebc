import {
  type CallbackReceiver,
  callbackReceiver,
  complaintsOf,
  expectAccessible,
  inBrowser,
} from '@gatehouse/testing';
import type { Page as Tab } from 'playwright-core';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { linkAndCode, makeScene, messageTo, type Scene } from '../testing/scene.ts';

inBrowser('in a browser, through the gateway', (browser) => {
  let platform: PlatformProcess;
  let service: CallbackReceiver;
  let scene: Scene;

  beforeAll(async () => {
    [platform, service] = await Promise.all([platformProcess(), callbackReceiver()]);
    service.answer('/landed', (response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Service</title><h1>Landed</h1>'),
    );
    scene = await makeScene(platform.url, platform.operator, { redirectUris: [`${service.url}/landed`] });
  });
  afterAll(async () => {
    await platform?.kill();
    await service?.close();
  });

  /** A new tab, and what the browser complained of in it. */
  async function newTab(): Promise<{ tab: Tab; complaints: string[] }> {
    const tab = await (await browser().newContext()).newPage();
    return { tab, complaints: complaintsOf(tab) };
  }

  /** Frames aside: an email's runs no scripts, axe's neither. */
  const checkAccessible = (tab: Tab) => expectAccessible(tab, 'iframe');

  async function invite(email: string): Promise<{ link: string; code: string }> {
    const body = {
      sourceId: '1',
      given_name: 'Ann <b>',
      family_name: 'Lee',
      email,
      organisation: scene.organisationId,
    };
    const answer = await scene.service.post(`/services/${scene.serviceId}/invitations`, body);
    expect(answer.status).toBe(202);
    return linkAndCode(await messageTo(platform.url, email));
  }

  test('a link is opened, a wrong code corrected, and the browser lands on the service’s own page', async () => {
    const { link, code } = await invite('browser@example.org');
    const { tab, complaints } = await newTab();
    await tab.goto(link);
    await checkAccessible(tab);
    expect(await tab.getByLabel('First name').inputValue()).toBe('Ann <b>');
    await tab.getByLabel('Verification code').fill('WRONGCOD');
    await tab.getByRole('button').click();
    await tab.waitForSelector('.govuk-error-summary');
    await checkAccessible(tab);
    await tab.getByLabel('Verification code').fill(code.toLowerCase());
    await tab.getByRole('button').click();
    await tab.waitForURL(`${service.url}/landed`);
    expect(await tab.textContent('h1')).toBe('Landed');
    expect(service.at('/landed')[0]?.headers.referer).toBeUndefined();
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);

    await tab.goto(link);
    await checkAccessible(tab);
    expect(await tab.textContent('h1')).toContain('already accepted');
    await tab.context().close();
  });

  test('the mailbox: its pages are accessible, an email’s link works, its html is shown', async () => {
    const { link } = await invite('mailbox@example.org');
    const { tab, complaints } = await newTab();
    await tab.goto(`${platform.url}/mailbox`);
    await checkAccessible(tab);
    await tab.getByLabel('Emails to this address').fill('MAILBOX@example.org');
    await tab.getByRole('button', { name: 'Show' }).click();
    await tab.waitForURL(/to=/);
    await checkAccessible(tab);
    expect(await tab.locator('tbody tr').count()).toBe(1);
    await tab.locator('tbody a').click();
    await tab.waitForURL(/\/mailbox\/messages\//);
    await checkAccessible(tab);
    const frame = tab.frameLocator('iframe');
    expect(await frame.locator('body').textContent()).toContain('School Meals');
    await tab.locator('pre a').first().click();
    await tab.waitForURL(link);
    expect(complaints).toEqual([]);
    await tab.context().close();
  });

  test('no page is framed by another site', async () => {
    const { link } = await invite('framed@example.org');
    service.answer('/frame', (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${link}"></iframe>`),
    );
    const { tab, complaints } = await newTab();
    await tab.goto(`${service.url}/frame`);
    const [, frame] = tab.frames();
    expect(await frame?.locator('form').count()).toBe(0);
    expect(complaints.join()).toMatch(/frame-ancestors|X-Frame-Options/);
    await tab.context().close();
  });
});
