import { request } from 'node:http';
import { CREDENTIAL_HEADER } from '@gatehouse/http';
import { eventually } from '@gatehouse/testing';
import { link, tell } from '../identities/identity.domain.ts';
import { accountIdentityId } from '../identities/identity-keys.ts';
import { type AccountsUnderTest, startAccountsUnderTest, testId } from '../testing/accounts-under-test.ts';

const ISSUER = 'https://id.example.org';
const ORIGIN = { actor: 'client:a', correlationId: 'c' };
const HOUR_MS = 3_600_000;

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccountsUnderTest();
});
afterAll(() => accounts.close());

let people = 0;
/** Somebody who is signed in. */
async function signedIn(more: { userId?: string; mfa?: boolean; subject?: string } = {}) {
  const { subject = `subject-${++people}`, userId = testId(subject), mfa = false } = more;
  const id = accountIdentityId(ISSUER, subject);
  const email = `${subject}@example.org`;
  await accounts.accountIdentities.change(id, ORIGIN, (current) => {
    const at = new Date().toISOString();
    const known = tell(
      current,
      { id, issuer: ISSUER, subject },
      { email, emailVerified: true, correlationId: 'c' },
      at,
    );
    return { state: link(known, { userId, linkedBy: 'operator' }, at), result: undefined };
  });
  const session = await accounts.sessions.begin({
    ...{ identityId: id, userId, mfa, idTokenIssuedAt: 1, idToken: 'a.b.c' },
  });
  return { ...session, userId, email, identityId: id };
}

const getUser = (session?: string, headers = {}) =>
  accounts.send('frontend', 'GET', '/api/user', { session, headers });

test('who is signed in, with the session that was given and no messages', async () => {
  const { token, userId, email } = await signedIn({ mfa: true });
  for (const session of [token, `${token}$$a message$$another`]) {
    const answer = await getUser(session);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      ...{ id: userId, mfa: true, email, email_verified: true },
      ...{ services: {}, govuk_account_session: token },
    });
  }
});

describe('401: a session that does not count', () => {
  const good = 'A'.repeat(43);
  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['unknown', good],
    ['short', good.slice(1)],
    ['long', `${good}A`],
    ['of other characters', `${good.slice(1)}+`],
    ['nothing but messages', '$$a'],
  ])('%s', async (_name, session) => {
    const answer = await getUser(session);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('GOVUK-Account-Session');
    expect(answer.body).toMatchObject({
      type: 'http://localhost:43890/docs/problems#session-invalid',
      title: 'Session invalid',
    });
  });

  test('there twice, as each value or joined', async () => {
    const { token } = await signedIn();
    const credential = accounts.credentials.issue({
      ...{ kind: 'client', serviceId: testId('frontend'), clientId: 'frontend' },
    });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = ['host', 'x', CREDENTIAL_HEADER, credential];
      for (let n = 0; n < 2; n++) headers.push('GOVUK-Account-Session', token);
      const sent = request(`${accounts.url}/api/user`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(401);
    expect((await getUser(`, ${token}, ${token}`)).status).toBe(401);
  });

  test('a cookie is no session', async () => {
    const { token } = await signedIn();
    expect((await getUser(undefined, { cookie: `govuk-account-session=${token}` })).status).toBe(401);
  });
});

test.each(['other', 'protector', 'operator', 'nobody'] as const)(
  '403: %s may not ask, and ends nothing',
  async (client) => {
    const { token } = await signedIn();
    expect((await accounts.send(client, 'GET', '/api/user', { session: token })).status).toBe(403);
    expect((await accounts.send(client, 'DELETE', '/api/session', { session: token })).status).toBe(403);
    expect((await getUser(token)).status).toBe(200);
  },
);

test('a session is ended once, for all frontends', async () => {
  const { token } = await signedIn();
  const end = () => accounts.send('frontend', 'DELETE', '/api/session', { session: token });
  expect((await end()).status).toBe(204);
  expect((await end()).status).toBe(401);
  expect((await getUser(token)).status).toBe(401);
});

describe('sessions end', () => {
  const idle = 2 * HOUR_MS;

  test('with their hours, however much they are used', async () => {
    const { token } = await signedIn();
    for (let hour = 1; hour < 24; hour++) {
      accounts.advance(HOUR_MS);
      expect((await getUser(token)).status).toBe(200);
    }
    accounts.advance(HOUR_MS);
    expect((await getUser(token)).status).toBe(401);
  });

  test('without use', async () => {
    const { token, id } = await signedIn();
    accounts.advance(idle - 1_000);
    expect((await getUser(token)).status).toBe(200);
    accounts.advance(idle - 1_000);
    expect((await getUser(token)).status).toBe(200);
    accounts.advance(idle);
    expect((await getUser(token)).status).toBe(401);
    expect(await accounts.sessions.ranOutOfLate(token)).toMatchObject({ _id: id });
    accounts.advance(24 * HOUR_MS);
    expect(await accounts.sessions.ranOutOfLate(token)).toBeUndefined();
    await accounts.sessions.purge();
    expect(await accounts.sessions.end(id, 'operator')).toBe(false);
  });

  test('as the user is deactivated or removed, within a second', async () => {
    for (const more of [{ status: 0 as const }, undefined]) {
      const { token, userId } = await signedIn();
      await accounts.publishUser(userId, { createdAt: new Date().toISOString() });
      if (more !== undefined) await accounts.publishUser(userId, more);
      else {
        const removed = { id: userId, answered: [], state: 'removed' as const };
        const removedAt = new Date().toISOString();
        await accounts.neighbours.publish('gatehouse.directory.user.v1', { ...removed, removedAt });
      }
      await eventually(async () => expect((await getUser(token)).status).toBe(401));
    }
  });

  test('as the identity goes', async () => {
    const { token, identityId } = await signedIn();
    expect(await accounts.sessions.endWhere({ identityId }, 'identity-removed')).toBe(1);
    expect((await getUser(token)).status).toBe(401);
  });

  test('over a hundred of one identity: the oldest gives way', async () => {
    const first = await signedIn({ subject: 'many' });
    for (let n = 0; n < 100; n++) {
      accounts.advance(1);
      await signedIn({ subject: 'many' });
    }
    expect((await getUser(first.token)).status).toBe(401);
    expect(await accounts.sessions.endWhere({ identityId: first.identityId }, 'operator')).toBe(100);
  });
});

test('no token is in the store or in the log', async () => {
  const { token, id } = await signedIn();
  await getUser(token);
  const { accountSessionsCollection } = await import('./sessions.store.ts');
  const document = await accounts.store.collection(accountSessionsCollection).get(id);
  expect(JSON.stringify(document)).not.toContain(token);
  expect(JSON.stringify(document)).not.toContain('a.b.c');
  expect(accounts.logged.join('')).not.toContain(token);
});
