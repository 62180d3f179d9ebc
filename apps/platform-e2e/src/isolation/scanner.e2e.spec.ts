import { eventually, formsOf, type SeenPage } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeUser, messageTo, newId } from '../testing/scene.ts';
import {
  codeTo,
  makeSignInScene,
  REDIRECT,
  redeem,
  type SignInScene,
  type SignInVisitor,
  visitorOf,
} from '../testing/sign-in-scene.ts';

/** Scanners of mail open every link of it before the person does, and some press every button that they find. */

let platform: PlatformProcess;
let scene: SignInScene;
beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeSignInScene(platform.url, platform.operator);
});
afterAll(() => platform?.kill());

const MOST_PAGES = 60;

const linksIn = (text: string) =>
  [...text.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => link.replaceAll('&amp;', '&'));

function linksOf({ html }: SeenPage, base: string): string[] {
  const hrefs = [...html.matchAll(/<a [^>]*href="([^"#]+)"/g)].map(([, href = '']) => href);
  return hrefs.map((href) => new URL(href.replaceAll('&amp;', '&'), base).href);
}

/** Follows every link, and submits every form with what it has and a guess for what it has not. */
async function scan(scanner: SignInVisitor, begun: readonly string[]): Promise<string[]> {
  const origin = new URL(platform.url.replace('127.0.0.1', 'localhost'));
  const [open, seen] = [[...begun], new Set<string>()];
  while (open.length > 0 && seen.size < MOST_PAGES) {
    const address = open.shift() ?? '';
    if (seen.has(address) || new URL(address).host !== origin.host) continue;
    seen.add(address);
    await scanner.browser.visit(address, { method: 'HEAD' });
    const page = await scanner.follow(await scanner.open(address));
    open.push(...linksOf(page, address));
    for (const { action, fields } of formsOf(page)) {
      const guessed = { code: '12345678', email: 'scanner@example.org', ...fields };
      const answer = await scanner.follow(await scanner.post(action, guessed));
      open.push(...linksOf(answer, address));
    }
  }
  return [...seen];
}

const isSignedIn = async (visitor: SignInVisitor) =>
  !(await visitor.begin({ prompt: 'none' })).location?.includes('login_required');

test('a scanner that follows every link and submits every form signs nobody in and uses no code up', async () => {
  const email = `${newId()}@example.org`.toLowerCase();
  const userId = await makeUser(platform.operator, email);
  const person = visitorOf(platform.url, scene.clientId);
  const asked = await person.begin();
  const waiting = await person.follow(await person.submit(asked, '/address', { email }));
  const message = await messageTo(platform.url, email);
  // A scanner of the network has seen where the person is, too.
  const base = platform.url.replace('127.0.0.1', 'localhost');
  const pages = formsOf(waiting).map(({ action }) => new URL(action, base).href);
  const scanner = visitorOf(platform.url, scene.clientId);
  const scanned = await scan(scanner, [
    ...linksIn(message.text),
    ...linksIn(message.html),
    ...pages,
    ...pages.map((page) => page.replace(/\/code(?:\/again)?$/, '')),
  ]);
  expect(scanned.length).toBeGreaterThan(2);
  expect(await isSignedIn(scanner)).toBe(false);
  expect((await platform.operator.get(`/manage/users/${userId}/sessions`)).body.numberOfRecords).toBe(0);
  const back = await person.follow(
    await person.submit(waiting, '/code', { code: await codeTo(platform.url, email) }),
  );
  expect(back.location).toMatch(`${REDIRECT}?code=`);
  const code = new URL(back.location ?? '').searchParams.get('code') ?? '';
  expect((await redeem(platform.url, scene, code)).status).toBe(200);
});

test('nor does one that opens the pages in the person’s own browser', async () => {
  const email = `${newId()}@example.org`.toLowerCase();
  await makeUser(platform.operator, email);
  const person = visitorOf(platform.url, scene.clientId);
  const waiting = await person.follow(await person.submit(await person.begin(), '/address', { email }));
  const base = platform.url.replace('127.0.0.1', 'localhost');
  for (const link of linksOf(waiting, base).filter((each) => new URL(each).host === new URL(base).host)) {
    await person.browser.visit(link, { method: 'HEAD' });
    await person.open(link);
  }
  expect(await isSignedIn(person)).toBe(false);
  const code = await codeTo(platform.url, email);
  const back = await eventually(async () => person.follow(await person.submit(waiting, '/code', { code })));
  expect(back.location).toMatch(`${REDIRECT}?code=`);
});
