import jwt from 'jsonwebtoken';
import { declaredRoutes } from '../declared-routes.ts';
import { consoleUnderTest, SECRET } from '../testing/console-under-test.ts';
import { answerAsPlatform, ids, SERVICE } from '../testing/sample-platform.ts';
import { samplePages } from '../testing/sample-visits.ts';
import { textOf } from '../testing/visitor.ts';

const { api, clock, operator, visitor } = consoleUnderTest();
const PAGES = Object.entries(samplePages);
const pattern = (path: string) =>
  path.replace(/\/(?:AAAAAAAA-[^/?]*|directory[^/?]*)/, '/:id').replace(/\?.*/, '');

beforeEach(() => answerAsPlatform(api()));

test('every page that is declared is tried here', () => {
  const declared = declaredRoutes.filter(
    ({ method, path }) => method === 'get' && !path.endsWith('/sign-in'),
  );
  const expected = declared.map(({ path }) => path.replace(/:\w+/, ':id')).sort();
  expect([...new Set(PAGES.map(([path]) => pattern(path)))].sort()).toEqual(expected);
});

test.each(PAGES)('%s', async (path, shown) => {
  const answer = await (await operator()).open(path);
  expect(answer.status).toBe(200);
  expect(textOf(answer)).toContain(shown);
  expect(answer.html).not.toContain(SECRET);
  expect(answer.html).not.toMatch(/<script|<style| style=| on[a-z]+=/);
  expect(answer.html).not.toMatch(/<b>|<Meals>/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-frame-options')).toBe('DENY');
  expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(api().changes()).toEqual([]);
});

test.each(PAGES)('%s without a session: 303 to the sign-in and back, and nothing is asked', async (path) => {
  const someone = visitor('192.0.2.1');
  const answer = await someone.open(path);
  expect(answer.status).toBe(303);
  expect(answer.html).toBe('');
  expect(await someone.signIn(SECRET, answer.location?.replace('/operator/sign-in', ''))).toMatchObject({
    status: 303,
    location: path,
  });
  expect(api().calls).toEqual([]);
});

test.each(PAGES.filter(([path]) => path !== '/operator/deliveries/redeliver'))(
  '%s says so where the platform does not answer',
  async (path) => {
    const someone = await operator();
    api().forget();
    api().answerAll({ status: 502, body: {} });
    const answer = await someone.open(path);
    expect(answer.status).toBe(503);
    expect(answer.html).toContain('<title>The platform does not answer');
    expect(textOf(answer)).toMatch(/The gateway answered \/manage\/\S+ with 502/);
  },
);

test.each([
  `/operator/deliveries/${ids.unknown}`,
  `/operator/services/${ids.unknown}`,
  `/operator/services/${ids.unknown}/rotate`,
  `/operator/services/${ids.unknown}/webhook`,
  `/operator/services/${ids.unknown}/webhook/remove`,
  `/operator/invitations/${ids.unknown}`,
  `/operator/invitations/${ids.unknown}/revoke`,
  `/operator/users/${ids.unknown}`,
  `/operator/organisations/${ids.unknown}`,
  '/operator/dead-letters/unknown/discard',
  '/operator/users/no-uuid',
  '/operator/nothing',
])('%s is a 404 page', async (path) => {
  const answer = await (await operator()).open(path);
  expect(answer.status).toBe(404);
  expect(answer.html).toContain('<h1 class="govuk-heading-l">Page not found</h1>');
});

test('each call is the operator’s, with a token that was made for it and the page’s correlation id', async () => {
  const someone = await operator();
  await someone.open('/operator/users', { headers: { 'x-correlation-id': 'corr-of-the-page' } });
  const call = api().calls.at(-1);
  expect(call?.correlationId).toBe('corr-of-the-page');
  const claims = jwt.verify(call?.authorization.replace('Bearer ', '') ?? '', SECRET, {
    ...{ algorithms: ['HS256'], issuer: 'operator', audience: 'signin.education.gov.uk' },
    clockTimestamp: Math.floor(clock.now() / 1_000),
  });
  expect(claims).toMatchObject({ exp: Math.floor(clock.now() / 1_000) + 60 });
});

describe('lists', () => {
  test.each([
    ['/operator/deliveries?status=failed&serviceId=school-meals&kind=webhook&page=2', '/manage/deliveries'],
    ['/operator/dead-letters?topic=directory.users.v1&page=2', '/manage/dead-letters'],
    ['/operator/services?page=2', '/manage/services'],
    [
      '/operator/invitations?email=ada%40school.example&serviceId=x&status=open&page=2',
      '/manage/invitations',
    ],
    ['/operator/users?email=ada%40school.example&page=2', '/manage/users'],
    ['/operator/organisations?name=Oak&urn=1&ukprn=2&page=2', '/manage/organisations'],
    ['/operator/audit?entity=x&actor=operator&type=user&page=2', '/manage/audit'],
  ])('%s asks for the same', async (path, asked) => {
    expect((await (await operator()).open(path)).status).toBe(200);
    const { searchParams } = new URL(path, 'http://console');
    expect(api().calls.at(-1)).toMatchObject({ path: asked, query: Object.fromEntries(searchParams) });
  });

  test('lead from page to page, with the filters', async () => {
    const { html } = await (await operator()).open('/operator/deliveries?status=failed&kind=webhook&page=2');
    for (const page of [1, 3]) {
      expect(html).toContain(`href="/operator/deliveries?status=failed&amp;kind=webhook&amp;page=${page}"`);
    }
    expect(html).toContain('60 in all, page 2 of 3');
    expect(html).toContain('href="/operator/deliveries/redeliver?status=failed&amp;kind=webhook"');
  });

  test.each(['/operator/deliveries', '/operator/dead-letters', '/operator/users', '/operator/audit'])(
    '%s says what is wrong in its address',
    async (path) => {
      api().answer(`GET ${path.replace('operator', 'manage')}`, {
        status: 400,
        body: { status: 400, detail: 'x is not a valid value for page. Expected a number' },
      });
      const answer = await (await operator()).open(`${path}?page=x`);
      expect(answer.status).toBe(400);
      expect(answer.html).toContain('<title>Error: ');
      expect(textOf(answer)).toContain('x is not a valid value for page. Expected a number');
    },
  );

  test('a choice that the page does not offer is shown as chosen', async () => {
    const { html } = await (await operator()).open('/operator/deliveries?kind=logout');
    expect(html).toContain('<option value="logout" selected>logout</option>');
  });

  test('a time that was typed is in UK time', async () => {
    await (await operator()).open('/operator/audit?since=2026-07-01+10%3A00&until=2026-12-01T00:00:00Z');
    expect(api().calls.at(-1)?.query).toEqual({
      since: '2026-07-01T09:00:00.000Z',
      until: '2026-12-01T00:00:00.000Z',
    });
  });

  test('names stand for services; while access is away ids do', async () => {
    const someone = await operator();
    expect(textOf(await someone.open('/operator/deliveries'))).toContain('Service School <Meals> Register');
    api().answer('GET /manage/services', { status: 503 });
    const without = await someone.open('/operator/deliveries');
    expect(without.status).toBe(200);
    expect(textOf(without)).toContain(`Service ${ids.service}`);
  });
});

test('what is superseded has no button', async () => {
  const answer = await (await operator()).open(`/operator/deliveries/${ids.superseded}`);
  expect(textOf(answer)).toContain('Status superseded');
  expect(answer.html).not.toContain('/redeliver"');
});

test('how people sign in to a service, or that nobody can', async () => {
  const path = `/operator/services/${ids.service}`;
  const shown = textOf(await (await operator()).open(path));
  expect(shown).toContain('Sign-in on: it authenticates by assertions that it signs (private_key_jwt)');
  expect(shown).toContain('Sign-in: logout tokens go to https://meals.example/logout');
  const { signIn: _, ...without } = SERVICE;
  api().answer(`GET /manage/services/${ids.service}`, { status: 200, body: without });
  expect(textOf(await (await operator()).open(path))).toContain('Sign-in off: nobody can sign in to it');
});

test('a service without a webhook says so', async () => {
  api().answer(`GET /manage/services/${ids.service}/webhook`, { status: 404, body: {} });
  const someone = await operator();
  const answer = await someone.open(`/operator/services/${ids.service}`);
  expect(textOf(answer)).toContain('Webhook none Rotate the API secret Register a webhook');
  const removal = await someone.open(`/operator/services/${ids.service}/webhook/remove`);
  expect(removal).toMatchObject({ status: 303, location: `/operator/services/${ids.service}` });
});

test('while access is away, a person is shown without organisations, and the page says so', async () => {
  api().answer(`GET /manage/users/${ids.user}/organisations/${ids.organisation}/services`, { status: 503 });
  const answer = await (await operator()).open(`/operator/users/${ids.user}`);
  expect(answer.status).toBe(200);
  expect(textOf(answer)).toContain('They cannot be shown now');
});
