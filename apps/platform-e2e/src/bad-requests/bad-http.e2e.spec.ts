import { rawRequest } from '../testing/raw-http.ts';
import { body, expectProblem, JSON_TYPE, rawPlatform } from '../testing/raw-platform.ts';

const { authorization, expectNoFailures, path, platform, post, scene, send } = rawPlatform();

describe('framing', () => {
  const chunked = [JSON_TYPE, 'transfer-encoding: chunked'];

  test.each([
    ['a size that is none', [...chunked], 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a negative size', [...chunked], '-1\r\n{}\r\n0\r\n\r\n'],
    ['a size over all bounds', [...chunked], 'ffffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a chunk longer than its size', [...chunked], '1\r\n{}\r\n0\r\n\r\n'],
    ['two lengths', [JSON_TYPE, 'content-length: 2', 'content-length: 3'], '{}x'],
    ['the same length twice', [JSON_TYPE, 'content-length: 2', 'content-length: 2'], '{}'],
    ['a length that is none', [JSON_TYPE, 'content-length: two'], '{}'],
    ['a negative length', [JSON_TYPE, 'content-length: -1'], '{}'],
    ['length and chunks', [...chunked, 'content-length: 2'], '2\r\n{}\r\n0\r\n\r\n'],
    ['another transfer coding', [JSON_TYPE, 'transfer-encoding: gzip'], '{}'],
    ['chunked twice', [JSON_TYPE, 'transfer-encoding: chunked, chunked'], '0\r\n\r\n'],
    ['chunked, not last', [JSON_TYPE, 'transfer-encoding: chunked, identity'], '0\r\n\r\n'],
    ['a header without a name', [JSON_TYPE, ': x', 'content-length: 2'], '{}'],
    ['a space before the colon', [JSON_TYPE, 'content-length : 2'], '{}'],
    ['a NUL in a header', [JSON_TYPE, 'x-a: a\u0000b', 'content-length: 2'], '{}'],
    ['a folded header', [JSON_TYPE, 'x-a: a\r\n b', 'content-length: 2'], '{}'],
  ])('%s: 400', async (_name, headers, text) => {
    expectProblem(await post(headers, text), 400);
  });

  test('a body that breaks off: nothing is written', async () => {
    const count = async () =>
      (await platform().operator.get(`/manage/invitations?serviceId=${scene().serviceId}`)).body
        .numberOfRecords;
    const before = await count();
    const head = rawRequest(`POST ${path()}`, [authorization(), JSON_TYPE, 'content-length: 500'], body);
    await expect(send(head, { retryForMs: 300 })).rejects.toThrow('no answer in time');
    expect(await count()).toBe(before);
  });

  test.each([
    ['not HTTP', 'hello\r\n\r\n'],
    ['no version', 'GET /users\r\n\r\n'],
    ['HTTP/3.0', 'GET /users HTTP/3.0\r\nhost: a\r\n\r\n'],
    ['TLS to a plain port', Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3])],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no host', 'GET /users HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET /users HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n'],
    ['no path', 'GET users HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['an asterisk', 'GET * HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n'],
    ['a method that is none', 'FROB /users HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['a NUL in the path', 'GET /us\u0000ers HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['a space in the path', 'GET /us ers HTTP/1.1\r\nhost: a\r\n\r\n'],
  ])('%s: 400', async (_name, bytes) => {
    expectProblem(await send(bytes), 400);
  });

  test('64 KB of headers, and 17 KB: 431', async () => {
    const get = (size: number, count = 1) => {
      const headers = Array.from({ length: count }, (_, n) => `x-large-${n}: ${'x'.repeat(size)}`);
      return send(rawRequest('GET /users', [authorization(), ...headers]));
    };
    expectProblem(await get(64 * 1024), 431);
    expectProblem(await get(17 * 1024), 431);
    expectProblem(await get(900, 70), 431);
    expectProblem(await get(1, 3_000), 431);
    expect((await get(12 * 1024)).status).toBe(200);
  });

  test('a URL of 9 KB, and of 64 KB: 414', async () => {
    for (const size of [9 * 1024, 64 * 1024]) {
      expectProblem(await send(rawRequest(`GET /users?a=${'x'.repeat(size)}`, [authorization()])), 414);
    }
    expect((await send(rawRequest(`GET /users?a=${'x'.repeat(8_000)}`, [authorization()]))).status).toBe(200);
  });
});

describe('paths', () => {
  test.each([
    ['/', 404],
    ['//', 404],
    ['//users', 404],
    ['/users//', 404],
    ['/Users', 404],
    ['/users/..', 404],
    ['/users/../manage/services', 404],
    ['/users/%2e%2e/manage/services', 404],
    ['/users/..%2f..%2fmanage', 404],
    ['/users/%00', 404],
    ['/users/%00/organisations', 404],
    ['/users/%/organisations', 400],
    ['/users/%zz/organisations', 400],
    ['/users/%ff/organisations', 400],
    ['/users/%C0%AF/organisations', 400],
    ['/users/é/organisations', 400],
    ['/users/__proto__/organisations', 404],
    ['/users/constructor/v2/organisations', 404],
    ['/services/%2e%2e/roles', 404],
    ['/services//roles', 404],
    ['/services/operator/roles', 404],
    ['/organisations/12345678%00/users', 400],
    ['/organisations/1234567/users', 400],
    ['/organisations/١٢٣٤٥٦٧٨/users', 400],
    [`/users/${'x'.repeat(7_000)}/organisations`, 404],
    ['/users;a=b', 404],
    ['/users/approvers/', 403],
    ['/manage', 403],
    ['/manage/services', 403],
    ['/manage/nowhere', 403],
    ['/livez//', 404],
    ['/metrics/x', 404],
    ['/nowhere', 404],
  ])('%s: %d', async (target, status) => {
    const answer = await send(rawRequest(`GET ${target}`, [authorization()]));
    expectProblem(answer, status);
  });

  test('who has no token is told nothing of paths', async () => {
    for (const target of [
      '/',
      '/nowhere',
      '/manage/services',
      '/users/%zz/organisations',
      '/services/x/roles',
    ]) {
      const answer = await send(rawRequest(`GET ${target}`, []));
      expectProblem(answer, 401, /Missing Authorization header/);
    }
  });

  test.each([
    ['DELETE', '/users', 'GET, HEAD'],
    ['OPTIONS', '/users', 'GET, HEAD'],
    ['TRACE', '/users', 'GET, HEAD'],
    ['QUERY', '/users', 'GET, HEAD'],
    ['GET', 'test', 'POST'],
    ['HEAD', 'test', 'POST'],
    ['PATCH', 'invitations', 'GET, HEAD, POST'],
    ['PROPFIND', 'invitations', 'GET, HEAD, POST'],
    ['POST', '/livez', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['PUT', '/register/abc', 'GET, HEAD, POST'],
    ['DELETE', '/mailbox', 'GET, HEAD'],
  ])('%s %s: 405 with Allow %s', async (method, name, allow) => {
    const own: Record<string, string> = {
      invitations: path(),
      test: path().replace('/invitations', '/webhook/test'),
    };
    const target = own[name] ?? name;
    const request = rawRequest(`${method} ${target}`, [authorization(), 'content-length: 0']);
    const headOnly = method === 'HEAD';
    const answer = await send(request, { headOnly });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    if (!headOnly) expectProblem(answer, 405);
  });

  test('HEAD is GET without its body', async () => {
    const target = `/services/${scene().serviceId}/roles`;
    const got = await send(rawRequest(`GET ${target}`, [authorization()]));
    const head = await send(rawRequest(`HEAD ${target}`, [authorization()]), {
      headOnly: true,
    });
    expect([head.status, head.body]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
  });
});

test('the internal credential and its like from outside reach nobody', async () => {
  const pretence = ['x-gatehouse-credential: x', 'x-gatehouse-caller: operator', 'x-forwarded-for: 1.2.3.4'];
  expectProblem(await send(rawRequest('GET /manage/services', [authorization(), ...pretence])), 403);
  expectProblem(await send(rawRequest('GET /users', pretence)), 401);
});

test('two requests at once on one connection are two', async () => {
  const roles = rawRequest(`GET /services/${scene().serviceId}/roles`, [authorization()]);
  const smuggled = `POST ${path()} HTTP/1.1\r\nhost: a\r\n${authorization()}\r\n${JSON_TYPE}\r\ncontent-length: 2\r\n\r\n{}`;
  const answer = await send(`${smuggled}${roles}`);
  expectProblem(answer, 400);
});

test('nothing of it failed inside', () => expectNoFailures());
