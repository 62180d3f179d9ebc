import { type Caller, createCredentials } from './index.ts';
import { client, credentials, json, operator, servedThings, THING } from './testing/served-things.ts';

const { ask, url } = servedThings();

describe('the caller', () => {
  test.each([
    ['nobody', undefined],
    ['another key', createCredentials(['another internal key']).issue(client)],
    [
      'a credential of last week',
      createCredentials(['an internal key of some length'], { now: () => Date.now() - 7 * 86_400_000 }).issue(
        client,
      ),
    ],
    ['rubbish', 'a.b.c'],
  ])('401: %s', async (_case, credential) => {
    const response = await fetch(
      `${url()}/things`,
      credential === undefined ? {} : { headers: { 'x-gatehouse-credential': credential } },
    );
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.has('x-gatehouse-credential-refused')).toBe(true);
    expect(await response.json()).toMatchObject({ success: false, message: expect.any(String), status: 401 });
  });

  test('401 comes before anything about the path', async () => {
    expect((await fetch(`${url()}/nowhere`)).status).toBe(401);
  });

  test.each([
    ['a client at the operator’s', 'PUT', `/manage/things/${THING}`, client],
    ['the operator at what is a service’s own', 'DELETE', `/things/${THING}`, operator],
    ['the public at a client’s', 'GET', '/things', { kind: 'public' } as Caller],
  ])('403: %s', async (_case, method, path, caller) => {
    const answer = await ask(
      method,
      path,
      method === 'PUT' ? json('not even JSON', 'text/plain') : {},
      caller,
    );
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('an earlier internal key still verifies', async () => {
    const both = createCredentials(['a new internal key', 'an internal key of some length']);
    expect(both.verify(credentials.issue(client))).toEqual(client);
    expect(credentials.verify(both.issue(client))).toBeUndefined();
  });
});

describe('paths and methods', () => {
  test('404: an unknown path, a parameter that is not a UUID, and what resolve does not find, whatever the body', async () => {
    expect((await ask('GET', '/nowhere')).status).toBe(404);
    expect((await ask('PUT', '/manage/things/abc', json('{', 'text/plain'), operator)).status).toBe(404);
    const hidden = `/manage/things/FF${THING.slice(2)}`;
    expect((await ask('PUT', hidden, json('{', 'text/plain'), operator)).status).toBe(404);
  });

  test('UUIDs arrive in upper case', async () => {
    const answer = await ask('PUT', `/manage/things/${THING}`, json({ name: 'x', parts: [] }), operator);
    expect(answer.body).toEqual({ id: THING.toUpperCase() });
  });

  test('405 says what is allowed, HEAD with GET', async () => {
    const answer = await ask('PUT', '/things');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await ask('HEAD', '/things')).status).toBe(200);
  });

  test('a path that cannot be decoded is a faulty request', async () => {
    expect((await ask('DELETE', '/things/%E0%A4%A')).status).toBe(400);
  });

  test('words come before parameters', async () => {
    expect((await ask('DELETE', '/things/form')).status).toBe(405);
  });
});

describe('queries', () => {
  test('names match in any case, empty values are absent, unknown names are ignored', async () => {
    const answer = await ask('GET', '/things?PAGE=2&pagesize=&Name=a%20b&other=1&other=2');
    expect(answer.body).toEqual({ page: 2, pageSize: 25, name: 'a b' });
  });

  test.each([
    ['page=1e3', '1e3 is not a valid value for page. Expected a number'],
    ['page=%2B1', '+1 is not a valid value for page. Expected a number'],
    ['page=01', '01 is not a valid value for page. Expected a number'],
    ['page=0', '0 is not a valid value for page. Expected a number'],
    ['page=99999999999999999999', '99999999999999999999 is not a valid value for page. Expected a number'],
    ['pageSize=501', '501 is not a valid value for pageSize. Expected a number'],
    ['page=1&Page=2', 'page is given more than once'],
    ['page[]=1', 'Names of query parameters must not have brackets'],
    ['other[a]=1', 'Names of query parameters must not have brackets'],
  ])('400: %s', async (query, fault) => {
    const answer = await ask('GET', `/things?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([fault]);
  });
});
