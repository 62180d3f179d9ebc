import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CallbackReceiver,
  callbackReceiver,
  complaintsOf,
  eventually,
  expectAccessible,
  inBrowser,
} from '@gatehouse/testing';
import type { Page as Tab } from 'playwright-core';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { linkAndCode, mailboxOf, makeScene, messageTo, newId, type Scene } from '../testing/scene.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const IDENTITY = {
  PLATFORM_NAME: 'Example Sign-in',
  SUPPORT_URL: 'https://help.example.org/start?from=platform#top',
  SUPPORT_EMAIL: 'help@example.org',
  PRIVACY_URL: 'https://example.org/privacy',
  ACCESSIBILITY_URL: 'https://example.org/accessibility',
};

let platform: PlatformProcess;
let service: CallbackReceiver;
let scene: Scene;

beforeAll(async () => {
  service = await callbackReceiver();
  const logo = join(tmpdir(), `logo-${newId()}.svg`);
  writeFileSync(
    logo,
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>',
  );
  platform = await platformProcess({ env: { ...IDENTITY, PLATFORM_LOGO: logo } });
  service.answer('/landed', (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Landed</h1>'),
  );
  scene = await makeScene(platform.url, platform.operator, { redirectUris: [`${service.url}/landed`] });
});
afterAll(async () => {
  await platform?.kill();
  await service?.close();
});

async function invite(email: string, more: Record<string, unknown> = {}) {
  const body = { sourceId: '1', given_name: 'Ann', family_name: 'Lee', email, ...more };
  const answer = await scene.service.post(`/services/${scene.serviceId}/invitations`, body);
  expect(answer.status).toBe(202);
  return linkAndCode(await messageTo(platform.url, email));
}

describe('what goes wrong on a page’s path is a page to a person, and a problem to a program', () => {
  test.each([
    ['GET', '/new-email', undefined, 405],
    ['GET', '?a[b]=1', undefined, 400],
    ['GET', '/decline/no-id', undefined, 404],
    ['GET', '/what/else', undefined, 404],
    ['PUT', '', undefined, 405],
    ['POST', '', { type: 'application/json', text: '{}' }, 415],
    ['POST', '', { type: 'application/x-www-form-urlencoded', text: `code=${'x'.repeat(110_000)}` }, 413],
    ['POST', '', { type: 'application/x-www-form-urlencoded', text: 'code=1&code=2' }, 400],
    ['GET', `?${'a'.repeat(8_200)}`, undefined, 414],
  ] as const)('%s %s', async (method, rest, body, status) => {
    const { link } = await invite(`problem-${newId()}@example.org`);
    const ask = (headers: Record<string, string>) =>
      fetch(link + rest, {
        method,
        ...(body && { body: body.text }),
        headers: { ...headers, ...(body && { 'content-type': body.type }) },
      });
    const page = await ask(HTML);
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(html).toContain(`href="${new URL(link).pathname}"`);
    expect(html).toContain(page.headers.get('x-correlation-id') ?? '-');
    expect(html).toContain(IDENTITY.PLATFORM_NAME);
    if (status === 405) expect(page.headers.get('allow')).not.toBeNull();
    const problem = await ask({ accept: '*/*' });
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
  });

  test('the mailbox’s too', async () => {
    for (const path of ['/mailbox/messages/no-such', '/mailbox?a[b]=1']) {
      const answer = await fetch(platform.url + path, { headers: HTML });
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await answer.text()).toContain('href="/mailbox"');
    }
  });

  test('`/` is a page to a person, and takes a token from a program', async () => {
    const page = await fetch(`${platform.url}/?lang=cy`, { headers: HTML });
    expect([page.status, page.headers.getSetCookie()[0]]).toEqual([
      200,
      expect.stringContaining('=cy; Path=/'),
    ]);
    const html = await page.text();
    for (const href of ['/register?lang=cy', '/docs', '/mailbox']) expect(html).toContain(`href="${href}"`);
    expect((await fetch(platform.url, { headers: { accept: 'application/json' } })).status).toBe(401);
    expect((await fetch(`${platform.url}/register`)).status).toBe(200);
  });
});

test('an email says who sends it, for whom, and where help is, also where the service words it', async () => {
  await invite('worded@example.org', { inviteSubjectOverride: 'Ours', inviteBodyOverride: 'Only ours.' });
  const [message] = await mailboxOf(platform.url, 'worded@example.org');
  const [above, below] = message?.text.split(`\n${'-'.repeat(40)}\n`) ?? [];
  expect(above).toContain('Only ours.');
  expect(message?.text).toContain('Example Sign-in sent this email on behalf of School Meals.');
  expect(message?.text).toContain(`go to ${IDENTITY.SUPPORT_URL} or write to ${IDENTITY.SUPPORT_EMAIL}.`);
  expect(below).toContain('/register/');
});

test('who accepted in Welsh is written to in Welsh from then on', async () => {
  const email = 'darllenydd@example.org';
  const { link, code } = await invite(email);
  const form = new URLSearchParams({ givenName: 'Ann', familyName: 'Lee', code });
  const accepted = await fetch(`${link}?lang=cy`, { method: 'POST', body: form, redirect: 'manual' });
  expect(accepted.status).toBe(303);
  const other = await makeScene(platform.url, platform.operator, { name: 'School Buses' });
  const body = { sourceId: '2', given_name: 'Ann', family_name: 'Lee', email };
  await other.service.post(`/services/${other.serviceId}/invitations`, body);
  const informing = await messageTo(platform.url, email, 2);
  expect(informing.subject).toBe('Rydych wedi cael mynediad i School Buses');
  expect(informing.text).toContain('Anfonodd Example Sign-in yr e-bost hwn ar ran School Buses.');
});

inBrowser('a person in a browser', (browser) => {
  async function newTab(): Promise<{ tab: Tab; complaints: string[] }> {
    const tab = await (await browser().newContext()).newPage();
    return { tab, complaints: complaintsOf(tab) };
  }

  test('from the start page to what to do without a link, in Welsh from then on', async () => {
    const { link } = await invite('welsh-browser@example.org');
    const { tab, complaints } = await newTab();
    // Where links lead: cookies are a host’s own.
    await tab.goto(new URL(link).origin);
    await expectAccessible(tab);
    await tab.getByRole('link', { name: 'Cymraeg' }).click();
    await tab.getByRole('link', { name: 'Ynghylch gwahoddiadau' }).click();
    await tab.waitForURL(/\/register\?lang=cy$/);
    await expectAccessible(tab);
    await tab.goto(link);
    expect(await tab.getAttribute('html', 'lang')).toBe('cy');
    await expectAccessible(tab);
    const width = await tab.evaluate<number>(
      'document.querySelector(".gatehouse-header__logo").naturalWidth',
    );
    expect(width).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await tab.context().close();
  });

  test('two presses: whichever answer the browser reads, the way on is there', async () => {
    const { link, code } = await invite('twice@example.org');
    const { tab } = await newTab();
    await tab.goto(link);
    // The first press is sent as the browser would, and its answer never read.
    const first = await tab.context().request.post(link, {
      form: { givenName: 'Ann', familyName: 'Lee', code },
      maxRedirects: 0,
    });
    expect(first.status()).toBe(303);
    await tab.getByLabel('Verification code').fill(code);
    await tab.getByRole('button', { name: /^Accept/ }).click();
    await tab.getByRole('button', { name: 'Continue to School Meals' }).waitFor();
    await expectAccessible(tab);
    await tab.reload();
    await tab.goto(link);
    await tab.getByRole('button', { name: 'Continue to School Meals' }).click();
    await tab.waitForURL(`${service.url}/landed`);
    const { tab: other } = await newTab();
    await other.goto(link);
    expect(await other.textContent('main')).not.toContain('School Meals');
    await tab.context().close();
    await other.context().close();
  });

  test('one of two is declined by its own page, and the other accepted', async () => {
    const email = 'declines@example.org';
    const { link, code } = await invite(email);
    const other = await makeScene(platform.url, platform.operator, {
      name: 'School Buses',
      redirectUris: [],
    });
    const body = { sourceId: '2', given_name: 'Ann', family_name: 'Lee', email };
    await other.service.post(`/services/${other.serviceId}/invitations`, body);
    const { tab, complaints } = await newTab();
    await eventually(async () => expect(await (await fetch(link)).text()).toContain('School Buses'));
    await tab.goto(link);
    await tab.getByRole('checkbox', { name: /School Buses/ }).waitFor();
    await expectAccessible(tab);
    await tab.getByRole('link', { name: 'Decline the invitation to School Buses' }).click();
    await expectAccessible(tab);
    await tab.getByLabel('Verification code').fill(code);
    await tab.getByRole('button', { name: 'Decline invitation' }).click();
    await tab.getByRole('heading', { name: 'Invitation declined' }).waitFor();
    await tab.getByRole('link', { name: 'Go to your other invitations' }).click();
    await tab.getByLabel('Verification code').fill(code);
    await tab.getByRole('button', { name: 'Accept invitation to School Meals' }).click();
    await tab.waitForURL(`${service.url}/landed`);
    expect(complaints).toEqual([]);
    const listed = await platform.operator.get(`/manage/invitations?email=${email}&status=declined`);
    expect(listed.body.numberOfRecords).toBe(1);
    await tab.context().close();
  });
});
