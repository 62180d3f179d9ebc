import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { faultOfKind } from './fault-of-kind.ts';
import { problemOf } from './index.ts';
import { client, credentials, json, servedThings } from './testing/served-things.ts';

const { ask, url } = servedThings();
const person = { headers: { 'x-person': 'anna' } };

describe('lists in a query', () => {
  test.each([
    ['names[]=a&names[]=b', ['a', 'b']],
    ['names%5B%5D=a&names%5b%5d=b', ['a', 'b']],
    ['Names[]=b&names[]=&NAMES[]=a&names[]=b&other=1', ['b', 'a', 'b']],
    ['names[]=a%20%26%5B&size=1', ['a &[']],
  ])('200: %s', async (query, names) => {
    const answer = await ask('POST', `/things/named?${query}`, person);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ names, person: 'anna' });
  });

  test.each([
    ['', 'names is missing'],
    ['names[]=', 'names is missing'],
    ['names=a', 'names is a list, which is given as names[]'],
    ['names=&names[]=a', 'names is a list, which is given as names[]'],
    ['names[0]=a&names[]=b', 'Names of query parameters must not have brackets'],
    ['names[][]=a', 'Names of query parameters must not have brackets'],
    ['size[]=a&names[]=b', 'Names of query parameters must not have brackets'],
    ['size=1&size=2&names[]=b', 'size is given more than once'],
  ])('400: %s', async (query, fault) => {
    const answer = await ask('POST', `/things/named?${query}`, person);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([fault]);
  });
});

describe('a problem with a type of its own', () => {
  test('says it by the address of its section, its title, its members and its challenge', async () => {
    const { status, headers, body } = await ask('POST', '/things/named?names[]=a');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('www-authenticate')).toBe('GOVUK-Account-Session');
    expect(body).toEqual({
      type: 'https://things.example.org/docs/problems#session-invalid',
      title: 'Session invalid',
      status: 401,
      code: 'unauthenticated',
      detail: expect.any(String),
      correlationId: headers.get('x-correlation-id'),
    });
  });

  test('has no challenge where it is no 401', async () => {
    const { status, headers, body } = await ask('POST', '/things/named?names[]=secret', person);
    expect(status).toBe(403);
    expect(headers.has('www-authenticate')).toBe(false);
    expect(body).toMatchObject({ title: 'MFA required', attributes: ['secret'] });
  });

  test('keeps its cause to the log', () => {
    const fault = faultOfKind('sign-in-failed', {}, { cause: new Error('nonce') });
    expect(problemOf(fault, 'c-1').body).not.toContain('nonce');
    expect(fault.cause).toEqual(new Error('nonce'));
  });

  test('a header that is sent twice is seen twice', async () => {
    const asked = request(`${url()}/things/named?names[]=a`, {
      method: 'POST',
      headers: { 'x-person': ['anna', 'anna'], 'x-gatehouse-credential': credentials.issue(client) },
    });
    const [response] = (await once(asked.end(), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  test('comes before every fault of body and query', async () => {
    const path = '/things/named?names=a';
    expect((await ask('POST', path, json('{', 'text/plain'))).status).toBe(401);
    expect((await ask('POST', path, json('x'.repeat(200_000)))).status).toBe(401);
    const headers = { ...person.headers, 'content-type': 'text/plain' };
    expect((await ask('POST', path, { headers, body: '{' })).status).toBe(415);
    expect((await ask('POST', path, person)).status).toBe(400);
  });
});
