import { ASKED_HOST_HEADER } from '@gatehouse/contracts';
import { challengesCollection } from '../challenges/challenges.store.ts';
import { answerOf, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { challengesOf, createPerson, emailTo, formsOf, textOf } from '../testing/person.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene({ config: { SUPPORT_EMAIL: 'help@example.org' } });
});
afterAll(() => scene.close());

let last = 0;
const someone = () => createPerson(scene, `198.51.100.${++last}`);
const allChallenges = () => scene.store.collection(challengesCollection).find({ limit: 1_000 });
const idOf = (html: string) => /\/sign-in\/([\w-]+)/.exec(html)?.[1] ?? '';

describe('a form', () => {
  const refusals: [string, Record<string, string>, Record<string, string>][] = [
    ['without a token', { token: '' }, {}],
    ['with a token of nobody', { token: 'x'.repeat(43) }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour of the site', {}, { 'sec-fetch-site': 'same-site' }],
    ['from another origin', {}, { origin: 'https://evil.example' }],
    ['from an origin that is kept secret', {}, { origin: 'null' }],
  ];
  test.each(refusals)('%s is 403, counts nothing and changes nothing', async (_what, fields, headers) => {
    const person = someone();
    const email = `form-${last}@example.org`;
    const begun = await person.begin();
    const refused = await person.submit(begun, '/address', { email, ...fields }, headers);
    expect([refused.status, textOf(refused)]).toEqual([403, expect.stringContaining('Nothing was done')]);
    expect(await challengesOf(scene, email)).toEqual([]);
    const page = await person.giveAddress(begun, email);
    await emailTo(scene, email);
    for (let n = 0; n < 6; n++)
      expect((await person.submit(page, '/code', { code: '1', ...fields }, headers)).status).toBe(403);
    expect((await person.submit(begun, '/back', fields, headers)).status).toBe(403);
    expect((await challengesOf(scene, email))[0]?.wrongCodes).toBeUndefined();
  });

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'http://localhost:43890' }],
    [{ origin: 'https://sign-in.example.org', [ASKED_HOST_HEADER]: 'sign-in.example.org' }],
  ])('from the platform itself is taken: %j', async (headers) => {
    const person = someone();
    const given = await person.submit(
      await person.begin(),
      '/address',
      { email: 'own@example.org' },
      headers,
    );
    expect(given.status).toBe(303);
  });

  test('of another sign-in of the same browser is refused', async () => {
    const person = someone();
    const one = await person.begin();
    const [form] = formsOf(one);
    const other = await person.begin();
    const answer = await person.post(formsOf(other)[0]?.action ?? '', {
      email: 'a@example.org',
      token: form?.fields.token ?? '',
    });
    expect(answer.status).toBe(403);
  });
});

describe('a page', () => {
  test('elsewhere is 410; without cookies it is 400; one that never was is over', async () => {
    const id = idOf((await someone().begin()).html);
    const other = someone();
    await other.begin();
    const elsewhere = await other.open(`/sign-in/${id}`);
    expect([elsewhere.status, textOf(elsewhere)]).toEqual([
      410,
      expect.stringContaining('belongs to another sign-in'),
    ]);
    const bare = await someone().open(`/sign-in/${id}/code`);
    expect([bare.status, textOf(bare)]).toEqual([400, expect.stringContaining('does not take cookies')]);
    expect((await someone().open('/sign-in/nothing')).status).toBe(400);
    const posted = await other.post(`/sign-in/${id}/address`, { email: 'x@example.org' });
    expect(posted.status).toBe(410);
    expect(await challengesOf(scene, 'x@example.org')).toEqual([]);
  });

  test('is over after thirty minutes, and leads to where the service begins, never to an address of the request', async () => {
    const begins = await scene.publishService('begins', {
      signIn: { ...scene.signIn, startUrl: 'https://service.example.org/start' },
    });
    await scene.knows(begins);
    const person = someone();
    const page = await person.begin({}, begins.clientId);
    scene.advance(31 * 60_000);
    const over = await person.open(`/sign-in/${idOf(page.html)}`);
    expect([over.status, textOf(over)]).toEqual([410, expect.stringContaining('This page has run out')]);
    expect(over.html).toContain('href="https://service.example.org/start"');
    expect(over.html).not.toContain('localhost:9');
  });

  test('is over once the person has gone on', async () => {
    const person = someone();
    const page = await person.giveAddress(await person.begin(), 'ann@example.org');
    const { code } = await emailTo(scene, 'ann@example.org');
    await person.follow(await person.giveCode(page, code));
    expect((await person.open(`/sign-in/${idOf(page.html)}/code`)).status).toBe(410);
  });

  test('is no-store, framed by nobody, without inline script; a form may lead anywhere, and tells its own origin alone', async () => {
    const { headers, html } = await someone().begin();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('form-action');
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(html).not.toMatch(/<script(?![^>]*src=)|style="|onload=/);
    expect(html).toContain('help@example.org');
  });

  test('is in the language that is chosen, and stays so', async () => {
    const person = someone();
    const page = await person.begin();
    const welsh = await person.open(`/sign-in/${idOf(page.html)}?lang=cy`);
    expect(textOf(welsh)).toContain('Mewngofnodi i School Meals');
    const code = await person.giveAddress(welsh, 'welsh@example.org');
    expect(textOf(code)).toContain('Gwiriwch eich e-bost');
    expect((await challengesOf(scene, 'welsh@example.org'))[0]?.state).toMatchObject({ language: 'cy' });
    const asked = await someone().begin({ ui_locales: 'fr cy-GB en' });
    expect(asked.html).toContain('<html lang="cy"');
  });
});

test('GET and HEAD change nothing, wherever a scanner goes', async () => {
  const person = someone();
  const page = await person.giveAddress(await person.begin(), 'scanned@example.org');
  const { code } = await emailTo(scene, 'scanned@example.org');
  const before = await challengesOf(scene, 'scanned@example.org');
  const base = `/sign-in/${idOf(page.html)}`;
  const steps = [
    '',
    '/address',
    '/code',
    '/code/again',
    '/names',
    '/wait',
    '/organisation',
    '/another-person',
    '/back',
  ];
  for (const step of steps) {
    for (const method of ['GET', 'HEAD']) {
      const query = new URLSearchParams({ code, email: 'other@example.org', organisation: 'x' });
      await person.browser.visit(`${base}${step}?${query}`, { method });
    }
  }
  expect(await challengesOf(scene, 'scanned@example.org')).toEqual(before);
  expect(await challengesOf(scene, 'other@example.org')).toEqual([]);
  expect((await person.giveCode(page, code)).status).toBe(303);
});

test('who goes back is access_denied at the service', async () => {
  const person = someone();
  const back = await person.follow(await person.submit(await person.begin(), '/back'));
  expect(answerOf({ headers: back.headers } as Response)).toMatchObject({
    error: 'access_denied',
    state: 'a-state',
  });
});

describe('limits', () => {
  const ask = async (email: string, person = createPerson(scene, '203.0.113.77')) => {
    const given = await person.submit(await person.begin(), '/address', { email });
    return { given, person };
  };

  test('the sixth of an hour from one place waits, whatever the letter case; elsewhere and later it does not', async () => {
    for (let n = 0; n < 5; n++) expect((await ask('limit@example.org')).given.status).toBe(303);
    const { given } = await ask('LIMIT@Example.org');
    expect(given.status).toBe(429);
    const seconds = Number(given.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(3_000);
    expect(seconds).toBeLessThanOrEqual(3_600);
    expect(textOf(given)).toMatch(/You can ask for a code again after \d/);
    expect(await challengesOf(scene, 'limit@example.org')).toHaveLength(5);
    expect((await ask('limit@example.org', createPerson(scene, '192.0.2.200'))).given.status).toBe(303);
    expect((await ask('other-limit@example.org')).given.status).toBe(303);
    scene.advance(3_600_000);
    expect((await ask('limit@example.org')).given.status).toBe(303);
  });

  test('a browser in which the person signed in has a count of its own', async () => {
    const mine = createPerson(scene, '203.0.113.90');
    const page = await mine.giveAddress(await mine.begin(), 'bob@example.org');
    const { code } = await emailTo(scene, 'bob@example.org');
    expect((await mine.follow(await mine.giveCode(page, code))).location).toContain('code=');
    const cookie = mine.browser.cookies().find(({ name }) => name === 'gatehouse-known');
    expect(cookie).toMatchObject({ path: '/sign-in', value: expect.stringMatching(/^[\w-]{43}$/) });
    for (let n = 0; n < 6; n++) await ask('bob@example.org', createPerson(scene, '203.0.113.91'));
    expect((await ask('bob@example.org', createPerson(scene, '203.0.113.91'))).given.status).toBe(429);
    const again = await mine.begin({ prompt: 'login' });
    const given = await mine.submit(again, '/address', { email: 'bob@example.org' });
    expect(given.status).toBe(303);
    const [newest] = await challengesOf(scene, 'bob@example.org');
    expect(newest).toMatchObject({ knownBrowser: true });
    expect(newest).not.toHaveProperty('network');
  });

  test('a network waits a minute between two, once its number is reached', async () => {
    const few = await startOidcScene({ config: { CHALLENGES_PER_NETWORK: 2 } });
    const given = async (email: string, address: string) => {
      const person = createPerson(few, address);
      return person.submit(await person.begin(), '/address', { email });
    };
    expect((await given('one@example.org', '2001:db8:1:2::1')).status).toBe(303);
    expect((await given('two@example.org', '2001:db8:1:2::2')).status).toBe(303);
    const third = await given('three@example.org', '2001:db8:1:2:ffff::3');
    expect([third.status, Number(third.headers.get('retry-after')) <= 60]).toEqual([429, true]);
    expect((await given('three@example.org', '2001:db8:1:3::1')).status).toBe(303);
    few.advance(60_000);
    expect((await given('four@example.org', '2001:db8:1:2::4')).status).toBe(303);
    expect((await given('five@example.org', '2001:db8:1:2::5')).status).toBe(429);
    await few.close();
  });
});

test('no code, address or token is in a log line or in an event in the clear', async () => {
  const codes: string[] = [];
  for (const { state } of await allChallenges()) {
    if (state.status === 'open') codes.push(scene.sealer.open(state.sealed, `challenge-code:${state.id}`));
  }
  const written = scene.logged.join('\n');
  expect(codes.length).toBeGreaterThan(0);
  for (const secret of [...codes, 'example.org', 'gatehouse-known=', '198.51.100.', '203.0.113.'])
    expect(written.includes(secret)).toBe(false);
  const stored = JSON.stringify(await allChallenges());
  for (const secret of [...codes, '198.51.100.', '203.0.113.']) expect(stored.includes(secret)).toBe(false);
});
