import { eventually } from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest, testId } from '../testing/accounts-under-test.ts';
import { signedInPerson } from '../testing/signed-in-person.ts';
import { sweepAttributes } from './sweep.ts';
import { attributeValuesCollection } from './values.store.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccountsUnderTest();
});
afterAll(() => accounts.close());

let names = 0;
/** Declares an attribute that nobody else uses. */
async function declare(body: object, name = `attribute_${++names}`): Promise<string> {
  const answer = await accounts.send('operator', 'PUT', `/manage/attributes/${name}`, { body });
  expect([200, 201]).toContain(answer.status);
  return name;
}

const get = (session: string | undefined, ...asked: string[]) =>
  accounts.send(
    'frontend',
    'GET',
    `/api/attributes?${asked.map((name) => `attributes[]=${name}`).join('&')}`,
    {
      session,
    },
  );
const patch = (session: string | undefined, attributes: unknown) =>
  accounts.send('frontend', 'PATCH', '/api/attributes', { session, body: { attributes } });
const held = async (userId: string) =>
  (await accounts.store.collection(attributeValuesCollection).get(userId))?.state;

describe('values', () => {
  test.each([
    ['boolean', false, true],
    ['number', 0, -1.5e300],
    ['text', '', `${'ü'.repeat(1_999)}🙂`],
    ['json', { a: [null, { b: '__proto__' }], $x: { '.y': 1 } }, 'a'.repeat(8_190)],
  ])('%s: what is set is read as it was, and taken out by null', async (type, one, other) => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type });
    expect((await get(token, name)).body).toEqual({ values: {}, govuk_account_session: token });
    for (const value of [one, other]) {
      const set = await patch(`${token}$$message`, { [name]: value });
      expect([set.status, set.body]).toEqual([200, { govuk_account_session: token }]);
      expect((await get(token, name, name)).body.values).toEqual({ [name]: value });
    }
    expect((await patch(token, { [name]: null })).status).toBe(200);
    expect((await get(token, name)).body.values).toEqual({});
    expect(await held(userId)).not.toHaveProperty('values');
  });

  test('the same answer where brackets are encoded; an empty change changes nothing', async () => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    expect((await patch(token, {})).status).toBe(200);
    expect(await held(userId)).toBeUndefined();
    await patch(token, { [name]: 'a' });
    const { body } = await accounts.send('frontend', 'GET', `/api/attributes?attributes%5B%5D=${name}`, {
      session: token,
    });
    expect(body.values).toEqual({ [name]: 'a' });
  });

  test('the built-in two are the provider’s word', async () => {
    const { token, email } = await signedInPerson(accounts);
    const { body } = await get(token, 'email', 'email_verified');
    expect(body.values).toEqual({ email, email_verified: true });
    const without = await signedInPerson(accounts, { email: null });
    expect((await get(without.token, 'email', 'email_verified')).body.values).toEqual({});
    const refused = await patch(token, { email: 'other@example.org', email_verified: true });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      type: 'http://localhost:43890/docs/problems#unwritable-attributes',
      title: 'Unwritable attributes',
      attributes: ['email', 'email_verified'],
      errors: [expect.stringContaining('email '), expect.stringContaining('email_verified ')],
    });
  });

  test('of changes side by side none is lost', async () => {
    const { token } = await signedInPerson(accounts);
    const several = await Promise.all([1, 2, 3, 4, 5].map(() => declare({ type: 'number' })));
    const answers = await Promise.all(several.map((name, index) => patch(token, { [name]: index })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { values } = (await get(token, ...several)).body;
    expect(values).toEqual(Object.fromEntries(several.map((name, index) => [name, index])));
  });
});

describe('400', () => {
  test.each([
    ['boolean', 'true'],
    ['boolean', 1],
    ['number', '1'],
    ['number', true],
    ['text', 1],
    ['text', 'a'.repeat(2_001)],
    ['json', 'a'.repeat(8_191)],
    ['json', JSON.parse(`${'['.repeat(11)}${']'.repeat(11)}`)],
  ])('%s: a wrong type or size names the attribute, and nothing is set', async (type, value) => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type });
    const good = await declare({ type: 'text' });
    const answer = await patch(token, { [good]: 'a', [name]: value });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.stringContaining(`${name} `)]);
    expect(await held(userId)).toBeUndefined();
  });

  test('a number that JSON has not, and depth without end', async () => {
    const { token } = await signedInPerson(accounts);
    const number = await declare({ type: 'number' });
    const json = await declare({ type: 'json' });
    for (const value of [
      `{"${number}":1e999}`,
      `{"${json}":[1e999]}`,
      `{"${json}":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    ]) {
      const headers = { 'content-type': 'application/json' };
      const body = `{"attributes":${value}}`;
      const answer = await accounts.send('frontend', 'PATCH', '/api/attributes', {
        session: token,
        body,
        headers,
      });
      expect(answer.status).toBe(400);
    }
  });

  test.each([undefined, null, [], 'a', 1])('attributes: %j', async (attributes) => {
    const { token } = await signedInPerson(accounts);
    expect((await patch(token, attributes)).status).toBe(400);
  });

  test('no name, one without brackets, too many', async () => {
    const { token: session } = await signedInPerson(accounts);
    const many = Array.from({ length: 101 }, (_, index) => `attributes[]=a${index}`).join('&');
    for (const query of [
      '',
      '?attributes=email',
      '?attributes=',
      '?attributes[]=',
      '?attributes[0]=email',
      `?${many}`,
    ]) {
      const answer = await accounts.send('frontend', 'GET', `/api/attributes${query}`, { session });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  test('all values of a person: 64 KiB, then null makes room', async () => {
    const { token } = await signedInPerson(accounts);
    const several = await Promise.all(Array.from({ length: 9 }, () => declare({ type: 'json' })));
    const big = 'x'.repeat(8_190);
    for (const name of several.slice(0, 8)) expect((await patch(token, { [name]: big })).status).toBe(200);
    const ninth = several[8] ?? '';
    const answer = await patch(token, { [ninth]: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.stringContaining(ninth)]);
    expect((await patch(token, { [ninth]: 1, [several[0] ?? '']: null })).status).toBe(200);
  });
});

describe('422: unknown names', () => {
  test.each(['nowhere', 'Email', '__proto__', 'constructor', 'a-b'])('%s', async (name) => {
    const { token, userId } = await signedInPerson(accounts);
    const read = await get(token, 'email', name);
    expect(read.status).toBe(422);
    expect(read.body).toMatchObject({
      type: 'http://localhost:43890/docs/problems#unknown-attribute-names',
      title: 'Unknown attribute names',
      attributes: [name],
    });
    const set = await accounts.send('frontend', 'PATCH', '/api/attributes', {
      session: token,
      headers: { 'content-type': 'application/json' },
      body: `{"attributes":{"${name}":1}}`,
    });
    expect([set.status, set.body.attributes]).toEqual([422, [name]]);
    expect(await held(userId)).toBeUndefined();
  });

  test('for a service that is no reader, before the type of the value is looked at', async () => {
    const { token } = await signedInPerson(accounts);
    const name = await declare({
      type: 'boolean',
      readers: [testId('protector')],
      writers: [testId('frontend')],
    });
    expect((await get(token, name)).status).toBe(422);
    expect((await patch(token, { [name]: 'no boolean' })).status).toBe(422);
    await declare({ type: 'boolean', readers: [testId('frontend')] }, name);
    expect((await patch(token, { [name]: true })).status).toBe(200);
  });
});

describe('403', () => {
  test.each([
    ['other writers', { writers: [testId('other')] }],
    ['no writers', { writers: [] }],
    ['unwritable', { writable: false }],
    ['the provider’s word', { claim: 'birthdate' }],
    ['said before MFA', { writable: false, mfa: { set: true } }],
  ])('unwritable: %s', async (_case, more) => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type: 'text', ...more });
    const good = await declare({ type: 'text' });
    const answer = await patch(token, { [name]: 'a', [good]: 'a' });
    expect([answer.status, answer.body.title, answer.body.attributes]).toEqual([
      403,
      'Unwritable attributes',
      [name],
    ]);
    expect(answer.body.errors).toEqual([expect.stringContaining(name)]);
    expect(await held(userId)).toBeUndefined();
  });

  test('MFA: to set, and to get and therefore to set', async () => {
    const toSet = await declare({ type: 'text', mfa: { set: true } });
    const toGet = await declare({ type: 'text', mfa: { get: true } });
    const { token, userId, subject } = await signedInPerson(accounts);
    const refused = await patch(token, { [toSet]: 'a', [toGet]: 'a' });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ title: 'MFA required', attributes: [toSet, toGet] });
    expect(await held(userId)).toBeUndefined();
    const strong = await signedInPerson(accounts, { subject, mfa: true });
    expect((await patch(strong.token, { [toSet]: 'open', [toGet]: 'secret' })).status).toBe(200);
    expect((await get(strong.token, toSet, toGet)).body.values).toEqual({
      [toSet]: 'open',
      [toGet]: 'secret',
    });
    expect((await get(token, toSet)).body.values).toEqual({ [toSet]: 'open' });
    expect((await get(token, toSet, toGet)).body).toMatchObject({
      title: 'MFA required',
      attributes: [toGet],
    });
    expect(JSON.stringify(await held(userId))).toContain('open');
    expect(JSON.stringify(await held(userId))).not.toContain('secret');
  });

  test.each(['other', 'operator', 'protector'] as const)(
    'the client %s, before the session',
    async (client) => {
      const { token, userId } = await signedInPerson(accounts);
      for (const session of [token, undefined]) {
        const read = await accounts.send(client, 'GET', '/api/attributes?attributes[]=email', { session });
        expect(read.status).toBe(403);
        const set = await accounts.send(client, 'PATCH', '/api/attributes', {
          session,
          body: { attributes: {} },
        });
        expect(set.status).toBe(403);
      }
      expect(await held(userId)).toBeUndefined();
    },
  );
});

test('401 before any fault of query and body', async () => {
  expect((await accounts.send('frontend', 'GET', '/api/attributes')).status).toBe(401);
  const headers = { 'content-type': 'text/plain' };
  const answer = await accounts.send('frontend', 'PATCH', '/api/attributes', { body: '{', headers });
  expect([answer.status, answer.body.title]).toEqual([401, 'Session invalid']);
});

describe('a definition', () => {
  const manage = (method: string, name: string, body?: unknown) =>
    accounts.send('operator', method, `/manage/attributes/${name}`, { body });

  test('is shown as it was put, with its defaults; made 201, replaced 200, deleted 204 and then 404', async () => {
    const made = await manage('PUT', 'shown_1', {
      type: 'json',
      mfa: { get: true },
      readers: [testId('a').toLowerCase()],
    });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...{ name: 'shown_1', type: 'json', writable: true, mfa: { get: true, set: true } },
      ...{ readers: [testId('a')], createdAt: expect.any(String), updatedAt: expect.any(String) },
    });
    expect((await manage('PUT', 'shown_1', { type: 'text', claim: 'phone' })).body).toMatchObject({
      writable: false,
    });
    const { body } = await accounts.send('operator', 'GET', '/manage/attributes?pageSize=500');
    expect(body.attributes).toContainEqual(expect.objectContaining({ name: 'shown_1', claim: 'phone' }));
    expect((await manage('DELETE', 'shown_1')).status).toBe(204);
    expect((await manage('DELETE', 'shown_1')).status).toBe(404);
  });

  test.each([
    ['Upper', { type: 'text' }],
    ['a'.repeat(65), { type: 'text' }],
    ['__proto__', { type: 'text' }],
    ['fine', {}],
    ['fine', { type: 'date' }],
    ['fine', { type: 'text', more: 1 }],
    ['fine', { type: 'text', readers: ['a'] }],
    ['fine', { type: 'text', claim: '' }],
  ])('400: %s %j', async (name, body) => {
    expect((await manage('PUT', name, body)).status).toBe(400);
  });

  test('403 for a service; nothing is declared', async () => {
    const put = await accounts.send('frontend', 'PUT', '/manage/attributes/not_mine', {
      body: { type: 'text' },
    });
    expect(put.status).toBe(403);
    expect((await accounts.send('frontend', 'DELETE', '/manage/attributes/not_mine')).status).toBe(403);
    expect((await manage('DELETE', 'not_mine')).status).toBe(404);
  });

  test.each(['email', 'email_verified'])('409: %s is built in', async (name) => {
    expect((await manage('PUT', name, { type: 'text' })).status).toBe(409);
    expect((await manage('DELETE', name)).status).toBe(409);
  });

  test('409: another type while somebody holds a value', async () => {
    const { token } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    await patch(token, { [name]: 'a' });
    expect((await manage('PUT', name, { type: 'number' })).status).toBe(409);
    expect((await manage('PUT', name, { type: 'text', writable: false })).status).toBe(200);
    await declare({ type: 'text' }, name);
    await patch(token, { [name]: null });
    expect((await manage('PUT', name, { type: 'number' })).status).toBe(200);
  });

  test('deleted: its values are gone at once, do not come back with it, and leave the store', async () => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    await patch(token, { [name]: 'old' });
    expect((await manage('DELETE', name)).status).toBe(204);
    expect((await get(token, name)).status).toBe(422);
    await declare({ type: 'text' }, name);
    expect((await get(token, name)).body.values).toEqual({});
    await eventually(async () => expect(JSON.stringify(await held(userId))).not.toContain('old'));
  });

  test('that needs MFA from now on has its values sealed', async () => {
    const { token, userId } = await signedInPerson(accounts, { mfa: true });
    const name = await declare({ type: 'text' });
    await patch(token, { [name]: 'in the clear' });
    await declare({ type: 'text', mfa: { get: true } }, name);
    await eventually(async () => expect(JSON.stringify(await held(userId))).not.toContain('in the clear'));
    expect((await get(token, name)).body.values).toEqual({ [name]: 'in the clear' });
  });

  test('is looked through for an hour, for writes that come late', async () => {
    const { userId, token } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    const before = (await accounts.attributeDefinitions.get(name))?.state;
    await manage('DELETE', name);
    if (before?.status !== 'present') throw new Error('it was declared');
    await accounts.attributes.set(userId, [{ definition: before, value: 'late' }], {
      actor: 'c',
      correlationId: 'c',
    });
    await sweepAttributes({ ...accounts, now: Date.now });
    expect(JSON.stringify(await held(userId))).not.toContain('late');
    expect((await accounts.attributeDefinitions.get(name))?.sweptUntil).toBeGreaterThan(Date.now());
    await sweepAttributes({ ...accounts, now: () => Date.now() + 3_700_000 });
    expect((await accounts.attributeDefinitions.get(name))?.sweptUntil).toBeUndefined();
    expect((await get(token, name)).status).toBe(422);
  });
});

describe('claims', () => {
  const note = (userId: string, userinfo: object | undefined, idToken: object) =>
    accounts.noteClaims(
      userId,
      { userinfo: userinfo as never, idToken: idToken as never },
      { actor: 'platform', correlationId: 'c' },
    );

  test('are the word of the last sign-in: userinfo’s, else the ID token’s', async () => {
    const { token, userId } = await signedInPerson(accounts);
    const text = await declare({ type: 'text', claim: 'one' });
    const number = await declare({ type: 'number', claim: 'two' });
    const wrong = await declare({ type: 'boolean', claim: 'three' });
    await note(userId, { one: 'said' }, { one: 'not this', two: 2, three: 'yes' });
    expect((await get(token, text, number, wrong)).body.values).toEqual({ [text]: 'said', [number]: 2 });
    await note(userId, undefined, { one: 'later' });
    expect((await get(token, text, number)).body.values).toEqual({ [text]: 'later' });
  });
});

describe('a person who is removed', () => {
  test('by directory: the values go', async () => {
    const { token, userId } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    await accounts.publishUser(userId);
    await patch(token, { [name]: 'mine' });
    await accounts.neighbours.publish('gatehouse.directory.user.v1', {
      ...{ id: userId, state: 'removed', answered: [], removedAt: new Date().toISOString() },
    });
    await eventually(async () => expect(await held(userId)).toMatchObject({ status: 'removed' }));
    expect(JSON.stringify(await held(userId))).not.toContain('mine');
  });

  test('with the last identity gone, a write that comes late leaves nothing', async () => {
    const { token, userId, identityId } = await signedInPerson(accounts);
    const name = await declare({ type: 'text' });
    await accounts.accountIdentities.change(identityId, { actor: 'operator', correlationId: 'c' }, () => ({
      state: { id: identityId, status: 'removed', removedAt: new Date().toISOString() },
      result: undefined,
    }));
    expect((await patch(token, { [name]: 'late' })).status).toBe(401);
    expect(JSON.stringify(await held(userId))).not.toContain('late');
  });
});
