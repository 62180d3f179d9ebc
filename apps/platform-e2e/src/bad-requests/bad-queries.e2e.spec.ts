import { type ApiAnswer, apiClient, propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { type QueryEndpoint, queryEndpoints } from '../testing/query-endpoints.ts';
import { makeScene, type Scene } from '../testing/scene.ts';

let platform: PlatformProcess;
let scene: Scene;

beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator, { params: { canViewApproverReport: 'true' } });
  const school = { name: 'School', category: '001', status: 1, ukprn: '19000001' };
  await platform.operator.put('/manage/organisations/A0000000-0000-4000-8000-000000000001', school);
});
afterAll(() => platform?.kill());

function ask(endpoint: QueryEndpoint, query: string): Promise<ApiAnswer> {
  const path = `${endpoint.path(scene)}?${query}`;
  if (endpoint.by === 'service') return apiClient(platform.url, scene.clientId, scene.apiSecret).get(path);
  const operator = apiClient(platform.url, 'operator', platform.operatorSecret);
  if (!path.includes('/import')) return operator.get(path);
  const csv = 'Group UID,Group Name\n';
  return operator.post(path, csv, { 'content-type': 'text/csv' });
}

function expectProblem(answer: ApiAnswer, status: number): string[] {
  expect([answer.status, answer.text.slice(0, 500)]).toEqual([status, expect.stringContaining('"code"')]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return answer.body.errors ?? [answer.body.detail];
}

/** No value of anything that is strict, as it stands in a query. */
const WRONG = [
  ...[
    '0',
    '-1',
    '+1',
    '01',
    '1e3',
    '1.5',
    '0x10',
    ' 1',
    '1%20',
    '501x',
    '9999999999999999999999',
    'NaN',
    'null',
  ],
  ...[
    '%00',
    'a%00b',
    '%E0%A4%A',
    '%FF',
    '%',
    '%zz',
    '%F0%9F%98%80',
    '%D9%A1',
    '%E2%80%AE1',
    '[]',
    '{}',
    '1,2',
  ],
  ...["' or 1=1 --", '$ne', '../..', 'x'.repeat(2_000), '__proto__', 'constructor', '2026-13-01', 'true'],
];

/** What is a value here all the same. */
const RIGHT = [
  ...['/users?status=0', '/services/{id}/listen?wait=0'],
  ...['/manage/organisations/{id}/members?roleId=0', '/manage/organisations/{id}/members?status=0'],
];

describe.each(queryEndpoints)('$pattern', (endpoint) => {
  const names = Object.keys(endpoint.names);
  const strict = names.filter((name) => endpoint.names[name] === 'strict');

  test('what is no value of a strict one is 400 that names it', async () => {
    const cases = strict.flatMap((name) => WRONG.map((value): [string, string] => [name, value]));
    const wrong = cases.filter(([name, value]) => !RIGHT.includes(`${endpoint.pattern}?${name}=${value}`));
    const check = async ([name, value]: [string, string]) => {
      const faults = expectProblem(await ask(endpoint, `${name}=${value}`), 400);
      const what = `${name}=${value.slice(0, 50)}: ${faults.join('; ').slice(0, 300)}`;
      const named = faults.some((fault) => fault.toLowerCase().includes(name.toLowerCase()));
      expect(named || name === 'since' ? 'named' : what).toBe('named');
    };
    await Promise.all(wrong.map(check));
  });

  test.each(names)('%s: given twice, or in brackets, in any case of letters', async (name) => {
    const shouted = name.toUpperCase();
    for (const query of [`${name}=1&${name}=1`, `${name}=&${shouted}=`, `${shouted}=a&${name}=b`]) {
      expect(expectProblem(await ask(endpoint, query), 400).join()).toContain(
        `${name} is given more than once`,
      );
    }
    for (const query of [`${name}[]=1`, `${name}[a]=1`, `${name}%5B0%5D=1`, `[${name}]=1`]) {
      expect(expectProblem(await ask(endpoint, query), 400).join()).toContain('brackets');
    }
  });

  test('any text at all: an answer or 4xx, never a failure', async () => {
    const value = fc.oneof(
      fc.constantFrom(...WRONG),
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => encodeURIComponent(text.toWellFormed())),
    );
    const name = fc.constantFrom(
      ...names,
      ...names.map((each) => each.toUpperCase()),
      'other',
      '__proto__',
      '',
    );
    const query = fc.array(
      fc.tuple(name, value).map((pair) => pair.join('=')),
      { maxLength: 4 },
    );
    const property = fc.asyncProperty(query, async (pairs) => {
      const answer = await ask(endpoint, pairs.join('&'));
      if (answer.status === 200) return;
      expect([400, 404]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    });
    await fc.assert(property, propertyRuns(100, 12));
  });

  test('empty values and unknown names are as if they were not there', async () => {
    const plain = await ask(endpoint, '');
    const decorated = await ask(endpoint, `${names.map((name) => `${name}=`).join('&')}&other=1&other=2&&=`);
    expect(decorated.status).toBe(plain.status);
    // A cursor is sealed, and so another text each time.
    const { next: _one, ...shown } = plain.body;
    const { next: _other, ...shownDecorated } = decorated.body;
    if (plain.status === 200) expect(shownDecorated).toEqual(shown);
  });
});

test('nothing of it failed inside', () => {
  const failures = platform
    .output()
    .split('\n')
    .filter((line) => /"level":"(error|fatal)"/.test(line));
  expect(failures).toEqual([]);
});
