import type { ApiAnswer } from '@gatehouse/testing';
import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import { type BodyEndpoint, bodyEndpoints, type Kind, validBody } from '../testing/body-endpoints.ts';
import { documentedClient } from '../testing/documented-client.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

let platform: PlatformProcess;
let scene: Scene;
let userId: string;

beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator, { params: { canViewApproverReport: 'true' } });
  userId = await makeUser(platform.operator, 'somebody@example.org');
  const school = { name: 'Announced', category: '001', status: 1, urn: '900001' };
  const { organisationId } = scene;
  await platform.operator.put(`/manage/users/${userId}/organisations/${organisationId}`, { roleId: 0 });
  await platform.operator.put('/manage/organisations/A0000000-0000-4000-8000-000000000001', school);
});
afterAll(() => platform?.kill());

function send(endpoint: BodyEndpoint, body: unknown): Promise<ApiAnswer> {
  const { clientId, apiSecret } = scene;
  const client =
    endpoint.by === 'operator'
      ? documentedClient(platform.url, 'operator', platform.operatorSecret)
      : documentedClient(platform.url, clientId, apiSecret);
  const path = endpoint.path(scene, userId);
  return endpoint.method === 'PUT' ? client.put(path, body) : client.post(path, body);
}

function faultsOf(answer: ApiAnswer): string[] {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body.correlationId).toMatch(/.+/);
  expect(answer.body.status).toBe(answer.status);
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|Error:/);
  return answer.body.errors ?? answer.body.reasons ?? [answer.body.detail];
}

const LONG = 'x'.repeat(60_000);
const DEEP = '['.repeat(5_000) + ']'.repeat(5_000);
/** JSON texts, since some of them are no values of JavaScript. */
const OF_ANOTHER_TYPE: Record<Kind, string[]> = {
  text: ['0', '1.5', 'true', '[]', '["a"]', '{}', '{"toString":1}'],
  code: ['0', '1.5', 'true', '[]', '["a"]', '{}', '{"length":1}'],
  number: ['"1"', '"x"', 'true', '[]', '[1]', '{}', '1.5', '-1', '1e400', '12345678901234567890'],
  list: ['0', '"a"', 'true', '{}', '[null]', '[[]]', '[1]', '{"length":1,"0":"a"}'],
  object: ['0', '"a"', 'true', '[]', '{"a":1}', '{"a":null}', '{"a":{}}', '{"":"a"}'],
  'text or number': ['1.5', 'true', '[]', '["a"]', '{}', '1e400', '12345678901234567890'],
};
const BAD_TEXTS = [
  LONG,
  'a\u0000b',
  'a\u0001b',
  'a\u001bb',
  'a\u007fb',
  'a\u0085b',
  '\ud800',
  'a\udc00b',
].map((text) => JSON.stringify(text));
const BAD_TEXT: Record<Kind, string[]> = {
  text: BAD_TEXTS,
  code: [...BAD_TEXTS, '"é"', '"\u202eabc"', '"😀"', '" "', '"a b"', '"\\r\\n"'],
  number: [],
  list: BAD_TEXTS.map((text) => `[${text}]`),
  object: BAD_TEXTS.map((text) => `{"a":${text}}`),
  'text or number': BAD_TEXTS,
};

/** The body with one member as this JSON text. */
function bodyWith(endpoint: BodyEndpoint, name: string, json: string): string {
  const { [name]: _replaced, ...others } = validBody(endpoint, scene);
  return `{${JSON.stringify(others).slice(1, -1)}${Object.keys(others).length > 0 ? ',' : ''}"${name}":${json}}`;
}

/** All at once, a few at a time: some are looked up for two seconds before they are refused. */
async function eachOf<T>(cases: readonly T[], run: (each: T) => Promise<void>): Promise<void> {
  const queue = [...cases];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: 24 }, worker));
}

describe.each(bodyEndpoints)('$method $pattern', (endpoint) => {
  const members = Object.entries(endpoint.members);

  async function expectRefused(body: string, named: string): Promise<void> {
    const answer = await send(endpoint, body);
    const what = `${body.slice(0, 300)}: ${answer.status} ${answer.text.slice(0, 300)}`;
    expect(answer.status === 400 ? 'refused' : what).toBe('refused');
    const faults = faultsOf(answer);
    const words = [named, endpoint.members[named]?.named ?? named];
    expect(faults.some((fault) => words.some((word) => fault.includes(word))) ? 'named' : what).toBe('named');
    expect(answer.text.length < 5_000 ? 'short' : what).toBe('short');
  }

  test('a right body is taken', async () => {
    const answer = await send(endpoint, validBody(endpoint, scene));
    expect([200, 201, 202]).toContain(answer.status);
  });

  test('each member of another type, too long, with control characters: 400 that names it', async () => {
    const cases = members.flatMap(([name, { kind }]) =>
      [...OF_ANOTHER_TYPE[kind], ...BAD_TEXT[kind], DEEP].map((json): [string, string] => [name, json]),
    );
    await eachOf(cases, ([name, json]) => expectRefused(bodyWith(endpoint, name, json), name));
  });

  test('each required member absent, null or blank: 400 that names it', async () => {
    const required = members.filter(([, member]) => member.required);
    await eachOf(required, async ([name, { kind }]) => {
      const { [name]: _absent, ...others } = validBody(endpoint, scene);
      await expectRefused(JSON.stringify(others), name);
      await expectRefused(bodyWith(endpoint, name, 'null'), name);
      if (kind === 'text') await expectRefused(bodyWith(endpoint, name, '" \u00a0 "'), name);
    });
  });

  test('each optional member as null is taken for absent, or named', async () => {
    const optional = members.filter(([, member]) => !member.required);
    await eachOf(optional, async ([name]) => {
      if (!endpoint.takesNull) return expectRefused(bodyWith(endpoint, name, 'null'), name);
      expect((await send(endpoint, bodyWith(endpoint, name, 'null'))).status).toBe(202);
    });
  });

  test('names in any script are taken as they are', async () => {
    const scripts = [
      'Зоя',
      'محمد',
      '王小明',
      'Ağa Œ ß',
      'N̈i\u200dño',
      '👩‍👧',
      '\u202eabc',
      "O'Néill <b>&amp;",
    ];
    const texts = members.filter(([, { kind }]) => kind === 'text');
    const cases = texts.flatMap(([name]) => scripts.map((text): [string, string] => [name, text]));
    await eachOf(cases, async ([name, text]) => {
      const answer = await send(endpoint, bodyWith(endpoint, name, JSON.stringify(text)));
      expect([200, 201, 202]).toContain(answer.status);
      if (answer.body[name] !== undefined) expect(answer.body[name]).toBe(text);
    });
  });

  test('members that nobody knows, and those that a prototype has', async () => {
    for (const name of ['other', '__proto__', 'constructor', 'toString', 'id']) {
      const body = `{"${name}":{"polluted":true},${JSON.stringify(validBody(endpoint, scene)).slice(1)}`;
      if (endpoint.ignoresUnknown) expect([200, 201, 202]).toContain((await send(endpoint, body)).status);
      else await expectRefused(body, name);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('what is no object of JSON', async () => {
    const texts = [
      'null',
      '[]',
      '"text"',
      '1',
      'true',
      '{',
      '{"a":}',
      '{"a":1}}',
      "{'a':1}",
      '{"a":1,}',
      '﻿',
      'NaN',
    ];
    for (const text of [...texts, `﻿{}x`, '{"a":"\u0001"}', DEEP, `{"a":${DEEP}`]) {
      const answer = await send(endpoint, text);
      expect(answer.status).toBe(400);
      expect(faultsOf(answer).length).toBeGreaterThan(0);
    }
  });

  test('any JSON at all: taken or 4xx, never a failure', async () => {
    const json = fc.dictionary(
      fc.constantFrom(...Object.keys(endpoint.members), '__proto__', 'a'),
      fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double()),
    );
    const property = fc.asyncProperty(json, async (members) => {
      const answer = await send(endpoint, JSON.stringify({ ...validBody(endpoint, scene), ...members }));
      if (answer.status >= 300) {
        expect([400, 404, 409]).toContain(answer.status);
        expect(faultsOf(answer)[0]).toMatch(/.+/);
      }
    });
    await fc.assert(property, propertyRuns(100, 8));
  });
});

test('what was refused was not written', async () => {
  const { serviceId } = scene;
  const before = await platform.operator.get(`/manage/invitations?serviceId=${serviceId}`);
  const path = `/services/${serviceId}/invitations`;
  const bad = { sourceId: '1', given_name: 'Ann', family_name: 'Lee', email: 'ann@example', callback: 'x' };
  expect((await scene.service.post(path, bad)).status).toBe(400);
  const after = await platform.operator.get(`/manage/invitations?serviceId=${serviceId}`);
  expect(after.body.numberOfRecords).toBe(before.body.numberOfRecords);
  const id = 'A0000000-0000-4000-8000-0000000000FF';
  for (const collection of ['services', 'organisations', 'users']) {
    expect((await platform.operator.put(`/manage/${collection}/${id}`, { name: 'x', other: 1 })).status).toBe(
      400,
    );
    expect((await platform.operator.get(`/manage/${collection}/${id}`)).status).toBe(404);
  }
});

test('nothing of it failed inside', () => {
  const failures = platform
    .output()
    .split('\n')
    .filter((line) => /"level":"(error|fatal)"/.test(line));
  expect(failures).toEqual([]);
  expect(platform.output()).not.toContain('.dead');
});
