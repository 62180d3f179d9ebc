import { declaredRoutes } from '../declared-routes.ts';
import { consoleUnderTest, PUBLIC_URL, SECRET } from '../testing/console-under-test.ts';
import { answerAsPlatform, ids } from '../testing/sample-platform.ts';
import { sampleForms } from '../testing/sample-visits.ts';
import { hiddenFields, textOf, type Visitor } from '../testing/visitor.ts';

const { api, operator, visitor } = consoleUnderTest();
const FORMS = sampleForms.map((form) => [form.action, form] as const);
type SampleForm = (typeof sampleForms)[number];

beforeEach(() => {
  answerAsPlatform(api());
  for (const { call, answer } of sampleForms) {
    api().answer(`${call.method} ${call.path}`, {
      status: answer === undefined ? 202 : 200,
      body: answer ?? {},
    });
  }
});

const filled = async (someone: Visitor, { page, action, fields }: SampleForm) => ({
  ...hiddenFields(await someone.open(page), action),
  ...fields,
});

test('every form that is declared is tried here', () => {
  const declared = declaredRoutes.filter(
    ({ method, path }) => method === 'post' && !/sign-(?:in|out)$/.test(path),
  );
  const pattern = (path: string) => path.replace(/\/(?:AAAAAAAA-[^/]*|directory[^/]*)/, '/:id');
  expect(FORMS.map(([action]) => pattern(action)).sort()).toEqual(
    declared.map(({ path }) => path.replace(/:\w+/, ':id')).sort(),
  );
});

describe.each(FORMS)('%s', (action, sample) => {
  const { call, leadsTo } = sample;

  test('does it, by one call', async () => {
    const someone = await operator();
    const answer = await someone.open(action, { form: await filled(someone, sample) });
    expect(answer).toMatchObject(
      typeof leadsTo === 'number' ? { status: leadsTo } : { status: 303, location: leadsTo },
    );
    expect(api().changes()).toEqual([expect.objectContaining(call)]);
    if (typeof leadsTo === 'number') return;
    const next = await someone.open(leadsTo);
    expect(next.status).toBe(200);
    expect(next.html).toContain('govuk-notification-banner--success');
  });

  test.each([
    ['without the token', { token: undefined }],
    ['with an empty token', { token: '' }],
    ['with a token of another session', { token: 'another' }],
  ] as const)('%s: 403, nothing done', async (_what, { token }) => {
    const someone = await operator();
    const { token: _own, ...form } = await filled(someone, sample);
    const others =
      token === 'another' ? hiddenFields(await (await operator()).open(sample.page), action).token : token;
    const answer = await someone.open(action, {
      form: { ...form, ...(others !== undefined && { token: others }) },
    });
    expect(answer.status).toBe(403);
    expect(textOf(answer)).toContain('Nothing was done');
    expect(api().changes()).toEqual([]);
  });

  test.each([
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: PUBLIC_URL },
  ])('from another origin, %j: 403, nothing done', async (headers) => {
    const someone = await operator();
    const answer = await someone.open(action, { form: await filled(someone, sample), headers });
    expect(answer.status).toBe(403);
    expect(api().changes()).toEqual([]);
  });

  test('without a session: 303 to the sign-in and back to its page, nothing done', async () => {
    const someone = await operator();
    const form = await filled(someone, sample);
    const signedOut = visitor('192.0.2.2');
    const answer = await signedOut.open(action, { form });
    expect(answer).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/operator\/sign-in\?to=/),
    });
    expect((await signedOut.signIn(SECRET, answer.location?.replace('/operator/sign-in', ''))).status).toBe(
      303,
    );
    expect(api().changes()).toEqual([]);
  });

  test('refused by the platform: the reason is shown', async () => {
    api().answer(`${call.method} ${call.path}`, { status: 409, body: { detail: 'It waits for another' } });
    const someone = await operator();
    const answer = await someone.open(action, { form: await filled(someone, sample) });
    expect(answer.status).toBe(409);
    expect(answer.html).toContain('<title>Error: ');
    expect(textOf(answer)).toContain('It waits for another');
  });

  test('not answered by the platform: the page says so', async () => {
    api().answer(`${call.method} ${call.path}`, { status: 503 });
    const someone = await operator();
    const answer = await someone.open(action, { form: await filled(someone, sample) });
    expect(answer.status).toBe(503);
    expect(textOf(answer)).toContain('The platform does not answer');
  });

  test('what is unknown is a 404 page', async () => {
    api().answer(`${call.method} ${call.path}`, { status: 404, body: {} });
    const someone = await operator();
    expect((await someone.open(action, { form: await filled(someone, sample) })).status).toBe(404);
  });
});

describe('rotating', () => {
  const rotation = sampleForms.find(({ action }) => action.endsWith('/rotate')) as SampleForm;

  test('the new secret is shown once, in the answer to the form', async () => {
    const someone = await operator();
    const form = await filled(someone, rotation);
    const answer = await someone.open(rotation.action, { form });
    expect(answer.html).toContain('the+new/secret=');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const again = await someone.open(rotation.action, { form });
    expect(again.status).toBe(409);
    expect(again.html).not.toContain('the+new/secret=');
    expect(api().changes()).toHaveLength(1);
    const page = await someone.open(`/operator/services/${ids.service}`);
    expect(page.html).not.toContain('the+new/secret=');
  });

  test('a form that is sent twice at once rotates once', async () => {
    const someone = await operator();
    const form = await filled(someone, rotation);
    const answers = await Promise.all([1, 2, 3].map(() => someone.open(rotation.action, { form })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(api().changes()).toHaveLength(1);
  });
});

describe('sending many again', () => {
  const PATH = '/operator/deliveries/redeliver';

  test('the page takes what the list was narrowed to, since a day ago', async () => {
    const { html } = await (await operator()).open(
      `${PATH}?status=pending&serviceId=school-meals&kind=webhook`,
    );
    expect(html).toContain('value="2026-11-29 10:00"');
    expect(html).toContain('value="school-meals"');
    expect(html).toMatch(/<option value="pending" selected>/);
    expect(html).toMatch(/<option value="webhook" selected>/);
  });

  test('where there are more, a link leads to the same form again', async () => {
    const someone = await operator();
    const fields = { status: 'pending', since: '2026-11-29 10:00', kind: 'webhook' };
    const answer = await someone.submit(await someone.open(PATH), PATH, fields);
    expect(textOf(answer)).toContain('2 deliveries are sent again');
    const href = /href="([^"]*redeliver\?[^"]*)">Send the rest again/.exec(answer.html)?.[1];
    const again = await someone.open((href ?? '').replaceAll('&amp;', '&'));
    expect(again.html).toContain('value="2026-11-29 10:00"');
    expect(again.html).toMatch(/<option value="pending" selected>/);
  });

  test('counting changes nothing', async () => {
    const someone = await operator();
    const page = await someone.open(PATH);
    const answer = await someone.submit(page, PATH, {
      status: 'failed',
      since: '2026-11-29 10:00',
      do: 'count',
    });
    expect(textOf(answer)).toContain('Found 120 deliveries');
    expect(
      api()
        .calls.slice(-2)
        .map(({ query }) => query.kind)
        .sort(),
    ).toEqual(['callback', 'webhook']);
    expect(api().changes()).toEqual([]);
  });

  test.each([
    [{ since: '' }, 'Enter since when'],
    [{ since: 'yesterday' }, 'Made since must be a date'],
    [{ since: '2026-02-30' }, 'Made since must be a date'],
    [{ since: '2026-11-29', until: '25:00' }, 'Made before must be a date'],
  ])('%j is 422 with the form', async (fields, fault) => {
    const someone = await operator();
    const answer = await someone.submit(await someone.open(PATH), PATH, { status: 'failed', ...fields });
    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<a href="#(since|until)">/);
    expect(textOf(answer)).toContain(fault);
    expect(api().changes()).toEqual([]);
  });

  test('what the platform refuses stands at its field', async () => {
    api().answer('POST /manage/deliveries/redeliver', {
      status: 400,
      body: { errors: ['serviceId: there is no such service'] },
    });
    const someone = await operator();
    const fields = { status: 'failed', since: '2026-11-29', serviceId: 'nobody' };
    const answer = await someone.submit(await someone.open(PATH), PATH, fields);
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('<a href="#serviceId">serviceId: there is no such service</a>');
    expect(answer.html).toContain('value="nobody"');
  });
});

test('a webhook that the platform refuses is 422 with the form as it was', async () => {
  api().answer(`PUT /manage/services/${ids.service}/webhook`, {
    status: 400,
    body: { errors: ['url: must be https', 'events[0]: is not known'] },
  });
  const someone = await operator();
  const path = `/operator/services/${ids.service}/webhook`;
  const answer = await someone.submit(await someone.open(path), path, {
    url: 'ftp://x',
    events: 'a b',
    status: 'disabled',
  });
  expect(answer.status).toBe(422);
  expect(answer.html).toContain('<a href="#url">url: must be https</a>');
  expect(answer.html).toContain('<a href="#events">events[0]: is not known</a>');
  expect(answer.html).toContain('value="ftp://x"');
});

test.each([
  ['application/json', 415],
  ['multipart/form-data; boundary=x', 415],
])('a form as %s is refused', async (type, status) => {
  const someone = await operator();
  const answer = await someone.open('/operator/sign-out', {
    form: { token: 'x' },
    headers: { 'content-type': type },
  });
  expect(answer.status).toBe(status);
});
