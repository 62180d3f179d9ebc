import { consoleUnderTest, PUBLIC_URL, SECRET } from '../testing/console-under-test.ts';
import { hiddenFields, textOf } from '../testing/visitor.ts';
import { signInAttemptsCollection } from './sign-in-attempts.store.ts';

const { api, clock, logged, operator, startAnother, store, visitor } = consoleUnderTest();
const MINUTE_MS = 60_000;
const HEALTH = { body: { apps: [], deadLetters: 0, failingWebhooks: 0 } };
const TROUBLED = { status: 503, body: {} };

beforeEach(() => api().answer('GET /manage/health', HEALTH));

describe('without a session', () => {
  test.each([['/operator', '/operator/sign-in']])(
    '%s is 303 to the sign-in, and back',
    async (path, location) => {
      const someone = visitor();
      const answer = await someone.open(path);
      expect(answer).toMatchObject({ status: 303, location });
      const form = await someone.open(location);
      expect(await someone.submit(form, '/operator/sign-in', { secret: SECRET })).toMatchObject({
        status: 303,
        location: path,
      });
      expect(api().calls).toEqual([]);
    },
  );
});

describe('signing in', () => {
  test('a wrong secret is 422 with the form, in which no secret stands', async () => {
    const someone = visitor('192.0.2.10');
    for (const secret of ['guess-1234', SECRET.toUpperCase(), `${SECRET}x`, '']) {
      const answer = await someone.signIn(secret);
      expect(answer.status).toBe(422);
      expect(answer.html).toContain('<title>Error: ');
      expect(hiddenFields(answer, '/operator/sign-in').token).toBeDefined();
      if (secret !== '') expect(answer.html).not.toContain(secret);
      expect(answer.html).not.toContain(SECRET);
    }
    expect(someone.cookies.has('gatehouse-operator')).toBe(false);
  });

  test('the cookie is for https, the operator’s pages and this site alone', async () => {
    const answer = await visitor('192.0.2.11').signIn(` ${SECRET}\n`);
    expect(answer).toMatchObject({ status: 303, location: '/operator' });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^gatehouse-operator=[A-Za-z0-9_-]{43}; Path=\/operator; Max-Age=28800; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
    const { url } = await startAnother({}, 'http://localhost:43890');
    const plain = await visitor('192.0.2.11', url).signIn(SECRET);
    expect(plain.headers.getSetCookie().join()).not.toContain('Secure');
  });

  test('a form of another browser, or from another origin, is 403 and counts nothing', async () => {
    const someone = visitor('192.0.2.12');
    const form = await visitor('192.0.2.12').open('/operator/sign-in');
    for (let count = 0; count < 12; count++) {
      expect((await someone.submit(form, '/operator/sign-in', { secret: 'wrong' })).status).toBe(403);
    }
    const own = await someone.open('/operator/sign-in');
    const elsewhere = { origin: 'https://elsewhere.example' };
    expect((await someone.submit(own, '/operator/sign-in', { secret: SECRET }, elsewhere)).status).toBe(403);
    expect(someone.cookies.has('gatehouse-operator')).toBe(false);
    expect((await someone.submit(own, '/operator/sign-in', { secret: SECRET })).status).toBe(303);
  });

  test('whoever is signed in goes on to the page', async () => {
    const someone = await operator();
    expect(await someone.open('/operator/sign-in?to=%2Foperator%2Fusers')).toMatchObject({
      status: 303,
      location: '/operator/users',
    });
  });

  test('the log has no secret, right or wrong', () => {
    expect(logged()).toContain('a wrong operator secret');
    expect(logged()).not.toContain(SECRET);
    expect(logged()).not.toContain('192.0.2.');
  });
});

describe('too many wrong secrets', () => {
  test('ten in 15 minutes from one address: 429, also for the right one; other addresses go on', async () => {
    const someone = visitor('192.0.2.20');
    for (let count = 0; count < 10; count++) {
      expect((await someone.signIn('wrong')).status).toBe(422);
      clock.at += 30_000;
    }
    const closed = await someone.signIn(SECRET);
    expect(closed.status).toBe(429);
    expect(closed.headers.get('retry-after')).toBe(String(10 * 60));
    expect(textOf(closed)).toContain('until 10:15am on 30 November 2026');
    expect((await visitor('::ffff:192.0.2.20').signIn(SECRET)).status).toBe(429);
    expect((await visitor('192.0.2.21').signIn(SECRET)).status).toBe(303);
    clock.at += 10 * MINUTE_MS;
    expect((await someone.signIn(SECRET)).status).toBe(303);
    expect((await someone.signIn('wrong')).status).toBe(422);
  });

  test('an IPv6 network counts as one address', async () => {
    for (let count = 0; count < 10; count++) {
      expect((await visitor(`2001:db8:7:1::${count.toString(16)}`).signIn('wrong')).status).toBe(422);
    }
    expect((await visitor('2001:0db8:7:1:ffff::1').signIn(SECRET)).status).toBe(429);
    expect((await visitor('2001:db8:7:2::1').signIn(SECRET)).status).toBe(303);
  });

  test('many at once are counted one by one: no more than ten are looked at', async () => {
    const someone = visitor('192.0.2.30');
    const form = await someone.open('/operator/sign-in');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => someone.submit(form, '/operator/sign-in', { secret: 'wrong' })),
    );
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test('right ones are not counted, and no address is stored', async () => {
    const someone = visitor('192.0.2.40');
    for (let count = 0; count < 12; count++) expect((await someone.signIn(SECRET)).status).toBe(303);
    const stored = await store().collection(signInAttemptsCollection).find({ limit: 100 });
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toMatch(/192\.0\.2|2001/);
  });
});

describe('a session', () => {
  test('ends after 30 minutes without use', async () => {
    const someone = await operator();
    for (let count = 0; count < 3; count++) {
      clock.at += 29 * MINUTE_MS + 59_000;
      expect((await someone.open('/operator')).status).toBe(200);
    }
    clock.at += 30 * MINUTE_MS;
    expect((await someone.open('/operator')).status).toBe(303);
  });

  test('ends after 8 hours, however much it is used', async () => {
    const someone = await operator();
    for (let minutes = 0; minutes < 479; minutes += 20) {
      expect((await someone.open('/operator')).status).toBe(200);
      clock.at += 20 * MINUTE_MS;
    }
    expect((await someone.open('/operator')).status).toBe(303);
  });

  test('ends with the sign-out, a copied cookie too', async () => {
    const someone = await operator();
    const copied = visitor();
    for (const [name, value] of someone.cookies) copied.cookies.set(name, value);
    expect((await copied.open('/operator')).status).toBe(200);
    const page = await someone.open('/operator');
    const answer = await someone.submit(page, '/operator/sign-out');
    expect(answer).toMatchObject({ status: 303, location: '/operator/sign-in' });
    expect(answer.headers.getSetCookie().join()).toMatch(/^gatehouse-operator=; Path=\/operator; Max-Age=0/);
    expect((await copied.open('/operator')).status).toBe(303);
  });

  test('the sign-out takes this session’s token and this origin: 403, and the session goes on', async () => {
    const someone = await operator();
    const page = await someone.open('/operator');
    const other = hiddenFields(await (await operator()).open('/operator'), '/operator/sign-out');
    for (const form of [{}, { token: '' }, other]) {
      expect((await someone.open('/operator/sign-out', { form })).status).toBe(403);
    }
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    expect((await someone.submit(page, '/operator/sign-out', {}, elsewhere)).status).toBe(403);
    expect((await someone.open('/operator')).status).toBe(200);
  });

  test('ends with another operator’s secret', async () => {
    const someone = await operator();
    const { url } = await startAnother({ OPERATOR_SECRET: 'another secret of the operator' });
    const there = visitor('192.0.2.50', url);
    for (const [name, value] of someone.cookies) there.cookies.set(name, value);
    expect((await there.open('/operator')).status).toBe(303);
  });

  test('is shared by all instances', async () => {
    const someone = await operator();
    const { url } = await startAnother({});
    const there = visitor('192.0.2.51', url);
    for (const [name, value] of someone.cookies) there.cookies.set(name, value);
    expect((await there.open('/operator')).status).toBe(200);
  });
});

describe('where a form comes from', () => {
  test.each([
    ['the public address', { origin: PUBLIC_URL }, 303],
    ['the host that was asked', { origin: 'http://gatehouse.example.org' }, 303],
    ['a browser that says so', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 303],
    ['no browser', {}, 303],
    ['another origin', { origin: 'https://gatehouse.example.org.elsewhere.example' }, 403],
    ['another port', { origin: 'https://gatehouse.example.org:8443' }, 403],
    ['null without more', { origin: 'null' }, 403],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site', origin: PUBLIC_URL }, 403],
    ['nowhere', { 'sec-fetch-site': 'none' }, 403],
  ])('%s: %j', async (_what, headers, status) => {
    const someone = visitor('192.0.2.60');
    const form = await someone.open('/operator/sign-in');
    const answer = await someone.submit(form, '/operator/sign-in', { secret: SECRET }, headers);
    expect(answer.status).toBe(status);
  });
});

describe('what there is not', () => {
  test('an unknown path is a 404 page', async () => {
    const answer = await (await operator()).open('/operator/nothing');
    expect(answer.status).toBe(404);
    expect(textOf(answer)).toContain('Page not found');
    expect(answer.html).toContain('href="/operator"');
  });

  test('where the pages are not served, all of them are 404', async () => {
    const { url } = await startAnother({ OPERATOR_CONSOLE: false, OPERATOR_SECRET: undefined });
    const there = visitor('192.0.2.70', url);
    for (const path of ['/operator', '/operator/sign-in']) expect((await there.open(path)).status).toBe(404);
    expect((await there.open('/operator/sign-in', { form: { secret: SECRET } })).status).toBe(404);
    const ready = await there.open('/readyz');
    expect(ready.status).toBe(200);
  });

  test('without the gateway’s credential: 401', async () => {
    const { url } = await startAnother({});
    expect((await fetch(`${url}/operator/sign-in`)).status).toBe(401);
  });
});

test('pages say that the platform does not answer', async () => {
  const someone = await operator();
  api().answer('GET /manage/health', TROUBLED);
  const answer = await someone.open('/operator');
  expect(answer.status).toBe(503);
  expect(textOf(answer)).toContain('The gateway answered /manage/health with 503');
});
