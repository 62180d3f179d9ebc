import { eventually, identityProvider, type ScriptedProvider } from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest, testId } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf } from '../testing/frontend.ts';
import { signedInPerson } from '../testing/signed-in-person.ts';
import { accountIdentityId } from './identity-keys.ts';

let accounts: AccountsUnderTest;
let provider: ScriptedProvider;
let frontend: Frontend;
beforeAll(async () => {
  provider = await identityProvider();
  accounts = await startAccountsUnderTest({ config: { SUBSCRIPTIONS_URL: 'http://127.0.0.1:9' } });
  frontend = frontendOf(accounts);
  await frontend.useProvider(provider);
});
afterAll(async () => {
  await accounts.close();
  await provider.close();
});

let count = 0;
const newSubject = () => `urn:fdc:gov.uk:2022:${++count}`;
const tell = (subject: string, body: unknown, method = 'PUT') =>
  accounts.send('protector', method, `/api/oidc-users/${subject}`, { body });
const remove = (subject: string, query = '') =>
  accounts.send('protector', 'DELETE', `/api/oidc-users/${subject}${query}`, { body: {} });
const stateOf = (subject: string) =>
  accounts.accountIdentities.get(accountIdentityId(provider.issuer, subject));
const person = (more: object = {}) =>
  signedInPerson(accounts, { issuer: provider.issuer, subject: newSubject(), ...more });
const messagesOf = async (subject: string) => {
  const state = await stateOf(subject);
  return (state !== undefined && 'messages' in state && state.messages) || [];
};

describe('PUT and PATCH', () => {
  test.each(['PUT', 'PATCH'])(
    '%s: what was never said is null, what is left out or null stays',
    async (method) => {
      const subject = newSubject();
      const nothing = await tell(subject, {}, method);
      expect([nothing.status, nothing.body]).toEqual([
        200,
        { sub: subject, email: null, email_verified: null },
      ]);
      expect(await stateOf(subject)).toMatchObject({ status: 'known' });
      const email = `${method}-${count}@example.org`;
      const said = { sub: subject, email, email_verified: true };
      expect((await tell(subject, { email, email_verified: true }, method)).body).toEqual(said);
      expect((await tell(subject, { email: null, legacy_sub: null }, method)).body).toEqual(said);
      expect((await tell(subject, { email_verified: false }, method)).body).toEqual({
        ...said,
        email_verified: false,
      });
    },
  );

  test.each([
    [{ email: 'nobody' }],
    [{ email: '' }],
    [{ email: 5 }],
    [{ email_verified: 'true' }],
    [{ legacy_sub: 5 }],
    [{ legacy_sub: '' }],
    [{ legacy_sub: 'é' }],
  ])('400: %j', async (body) => {
    const subject = newSubject();
    expect((await tell(subject, body)).status).toBe(400);
    expect(await stateOf(subject)).toBeUndefined();
  });

  test.each([['a'.repeat(256)], ['%C3%A9'], ['a%0Ab']])('400: the subject %s', async (subject) => {
    expect((await tell(subject, {})).status).toBe(400);
    expect((await remove(subject)).status).toBe(400);
  });

  test.each(['frontend', 'other', 'operator'] as const)('403: %s; nothing is written', async (client) => {
    const subject = newSubject();
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { status } = await accounts.send(client, method, `/api/oidc-users/${subject}`, { body: {} });
      expect([method, status]).toEqual([method, 403]);
    }
    expect(await stateOf(subject)).toBeUndefined();
  });

  test('409: an email is one identity’s, in whatever letter case, also of those who tell at once', async () => {
    const [one, other, third] = [newSubject(), newSubject(), newSubject()];
    const email = `only-${count}@example.org`;
    await tell(one, { email });
    const taken = await tell(other, { email: email.toUpperCase(), email_verified: true });
    expect([taken.status, taken.body.title]).toEqual([409, 'Email taken']);
    expect(await stateOf(other)).toBeUndefined();
    const racing = `racing-${count}@example.org`;
    const answers = await Promise.all([tell(other, { email: racing }), tell(third, { email: racing })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('a legacy subject: the identity moves to the new one, user and all, and its sessions end', async () => {
    const { subject: old, userId, email, token } = await person();
    await accounts.accountIdentities.change(
      accountIdentityId(provider.issuer, old),
      { actor: 'operator', correlationId: 'c' },
      (current) => ({
        state: current?.status === 'linked' ? { ...current, legacySubject: `legacy-${old}` } : undefined,
        result: undefined,
      }),
    );
    const subject = newSubject();
    const answer = await tell(subject, { legacy_sub: `legacy-${old}` });
    expect(answer.body).toEqual({ sub: subject, email, email_verified: true });
    expect(await stateOf(subject)).toMatchObject({ status: 'linked', userId });
    expect(await stateOf(old)).toMatchObject({ status: 'moved' });
    expect((await frontend.user(token)).status).toBe(401);
    const known = newSubject();
    await tell(known, {});
    await tell(known, { legacy_sub: subject });
    expect(await stateOf(subject)).toMatchObject({ status: 'linked' });
  });

  test('nobody is linked by it, and the user’s other email is not written', async () => {
    const { subject, userId, token } = await person();
    await tell(subject, { email: `changed-${count}@example.org`, email_verified: true });
    expect((await frontend.user(token)).body).toMatchObject({
      id: userId,
      email: `changed-${count}@example.org`,
    });
    expect(await stateOf(subject)).not.toHaveProperty('commandRequest');
  });
});

describe('DELETE', () => {
  test('204 and then 404; sessions and attributes go, and the subject may come again as another', async () => {
    const { subject, token, userId } = await person();
    await accounts.send('operator', 'PUT', '/manage/attributes/kept', { body: { type: 'text' } });
    await accounts.send('frontend', 'PATCH', '/api/attributes', {
      session: token,
      body: { attributes: { kept: 'mine' } },
    });
    expect((await remove(subject)).status).toBe(204);
    expect((await remove(subject)).status).toBe(404);
    expect((await frontend.user(token)).status).toBe(401);
    expect(await stateOf(subject)).toMatchObject({ status: 'removed', userId, commandRequest: {} });
    expect(JSON.stringify(await stateOf(subject))).not.toContain(subject);
    const definitions = new Map([
      ['kept', (await accounts.attributeDefinitions.get('kept'))?.state as never],
    ]);
    expect(await accounts.attributes.read(userId, definitions)).toEqual(new Map());
    expect((await tell(subject, {})).body).toEqual({ sub: subject, email: null, email_verified: null });
    expect(await stateOf(subject)).toMatchObject({ status: 'known' });
  });

  test('by the legacy subject, where the subject itself is unknown', async () => {
    const [legacy, subject] = [newSubject(), newSubject()];
    await tell(newSubject(), { legacy_sub: legacy });
    expect((await remove(subject, `?legacy_sub=${legacy}x`)).status).toBe(404);
    expect((await remove(subject, `?legacy_sub=${legacy}`)).status).toBe(204);
  });
});

describe('email subscriptions', () => {
  test('are told of another verified email and of the end, the last one alone; never of an unverified one', async () => {
    const { subject, userId } = await person();
    expect(await messagesOf(subject)).toEqual([]);
    await tell(subject, { email: `one-${count}@example.org`, email_verified: false });
    expect(await messagesOf(subject)).toEqual([]);
    await tell(subject, { email_verified: true });
    const [first] = await messagesOf(subject);
    const address = `one-${count}@example.org`;
    expect(first).toMatchObject({ kind: 'subscription', userId, change: 'address', address });
    await tell(subject, { email_verified: true });
    expect(await messagesOf(subject)).toEqual([first]);
    await tell(subject, { email: `two-${count}@example.org` });
    const [second, ...others] = await messagesOf(subject);
    expect([second, others]).toMatchObject([{ address: `two-${count}@example.org` }, []]);
    await remove(subject);
    expect(await messagesOf(subject)).toMatchObject([{ userId, change: 'end' }]);
    expect(JSON.stringify(await stateOf(subject))).not.toContain('example.org');
  });

  test('of somebody without a user nobody is told', async () => {
    const subject = newSubject();
    await tell(subject, { email: `none-${count}@example.org`, email_verified: true });
    await remove(subject);
    expect(await messagesOf(subject)).toEqual([]);
  });
});

describe('match-by-email', () => {
  const match = (path: string, query: string, session?: string) =>
    accounts.send('frontend', 'GET', `${path}/match-by-email${query}`, { session });

  test.each(['/api/user', '/user'])(
    '%s: true for the session’s own, false for another’s, 404 for nobody’s',
    async (path) => {
      const { token, email, id } = await person();
      const asked = `?email=${String(email).toUpperCase()}`;
      const mine = await match(path, asked, token);
      expect([mine.status, mine.body]).toEqual([200, { match: true }]);
      for (const session of [(await person()).token, undefined, 'not-good']) {
        expect((await match(path, asked, session)).body).toEqual({ match: false });
      }
      expect((await match(path, '?email=nobody@example.org', token)).status).toBe(404);
      expect((await match(path, '', token)).status).toBe(400);
      expect((await accounts.send('protector', 'GET', `${path}/match-by-email${asked}`)).status).toBe(403);
      await accounts.sessions.end(id, 'client');
      expect((await match(path, asked, token)).body).toEqual({ match: false });
    },
  );
});

describe('the operator', () => {
  const path = (userId: string, rest = '') => `/manage/users/${userId}/account-${rest}`;

  test('links, lists and unlinks', async () => {
    const [userId, subject] = [testId(`operated-${++count}`), newSubject()];
    await accounts.publishUser(userId);
    const put = () => accounts.send('operator', 'PUT', path(userId, `identities/${subject}`));
    const made = await put();
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        id: accountIdentityId(provider.issuer, subject),
        subject,
        issuer: provider.issuer,
        linkedBy: 'operator',
        email: null,
      },
    ]);
    expect((await put()).status).toBe(200);
    const listed = await accounts.send('operator', 'GET', path(userId, 'identities'));
    expect(listed.body).toMatchObject({
      identities: [{ subject }],
      numberOfRecords: 1,
      page: 1,
      numberOfPages: 1,
    });
    const other = testId(`other-${count}`);
    await accounts.publishUser(other);
    await eventually(async () => {
      const taken = await accounts.send('operator', 'PUT', path(other, `identities/${subject}`));
      expect(taken.status).toBe(409);
    });
    expect((await accounts.send('operator', 'DELETE', path(other, `identities/${subject}`))).status).toBe(
      404,
    );
    expect((await accounts.send('operator', 'DELETE', path(userId, `identities/${subject}`))).status).toBe(
      204,
    );
    expect(await stateOf(subject)).not.toHaveProperty('commandRequest');
    expect((await accounts.send('operator', 'DELETE', path(userId, `identities/${subject}`))).status).toBe(
      404,
    );
  });

  test('404 for an unknown user; 403 for services', async () => {
    const subject = newSubject();
    expect(
      (await accounts.send('operator', 'PUT', path(testId('nobody'), `identities/${subject}`))).status,
    ).toBe(404);
    for (const [method, rest] of [
      ['GET', 'identities'],
      ['PUT', `identities/${subject}`],
      ['DELETE', `identities/${subject}`],
      ['GET', 'sessions'],
      ['DELETE', 'sessions'],
    ] as const) {
      expect((await accounts.send('protector', method, path(testId('a'), rest))).status).toBe(403);
    }
    expect(await stateOf(subject)).toBeUndefined();
  });

  test('sees and ends sessions, without their tokens', async () => {
    const { subject, userId, token, id } = await person({ mfa: true });
    const second = await person({ subject, userId });
    const { body } = await accounts.send('operator', 'GET', path(userId, 'sessions'));
    expect(body).toMatchObject({ sessions: [{ id: second.id }, { id, mfa: true }], numberOfRecords: 2 });
    expect(Object.keys(body.sessions[0])).toEqual(['id', 'mfa', 'startedAt', 'lastUsedAt', 'expiresAt']);
    expect(JSON.stringify(body)).not.toContain(token);
    const end = (sessionId: string) =>
      accounts.send('operator', 'DELETE', path(userId, `sessions/${sessionId}`));
    expect((await end(id)).status).toBe(204);
    expect((await frontend.user(token)).status).toBe(401);
    expect((await end(id)).status).toBe(404);
    const stranger = await person();
    expect((await end(stranger.id)).status).toBe(404);
    expect((await accounts.send('operator', 'DELETE', path(userId, 'sessions'))).status).toBe(204);
    expect((await frontend.user(second.token)).status).toBe(401);
    expect((await frontend.user(stranger.token)).status).toBe(200);
  });
});
