import type { AccountIdentityState, LinkedAccountIdentity } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually, identityProvider, type ScriptedProvider } from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf } from '../testing/frontend.ts';
import { accountIdentityId } from './identity-keys.ts';

let accounts: AccountsUnderTest;
let provider: ScriptedProvider;
let frontend: Frontend;
beforeAll(async () => {
  [accounts, provider] = await Promise.all([
    startAccountsUnderTest({ config: { SUBSCRIPTIONS_URL: 'http://127.0.0.1:9' } }),
    identityProvider(),
  ]);
  frontend = frontendOf(accounts);
});
afterAll(async () => {
  await accounts?.close();
  await provider?.close();
});

let people = 0;
let sub: string;
let email: string;
beforeEach(async () => {
  sub = `urn:fdc:example.org:2026:${++people}`;
  email = `person-${people}@example.org`;
  provider.script.person = { sub, email, email_verified: true };
  provider.script.userinfo = undefined;
  await frontend.useProvider(provider, { linksByEmail: true });
});

const idOf = (subject: string) => accountIdentityId(provider.issuer, subject);
const stateOf = (subject: string): Promise<AccountIdentityState | undefined> =>
  accounts.accountIdentities.get(idOf(subject));
async function linkedOf(subject: string): Promise<LinkedAccountIdentity> {
  const state = await stateOf(subject);
  if (state?.status !== 'linked') throw new Error('it is nobody’s');
  return state;
}
/** Somebody signs in; who they are then. */
async function signedIn(person: Record<string, unknown> = {}) {
  provider.script.person = { ...provider.script.person, ...person };
  const { status, body } = await frontend.signIn();
  expect(status).toBe(200);
  const user = (await frontend.user(body.govuk_account_session)).body;
  return { session: body.govuk_account_session, ...user };
}
/** A user whom accounts knows. */
async function known(address: string | undefined, more: { status?: 0 | 1 } = {}): Promise<string> {
  const id = newId();
  await accounts.publishUser(id, { ...(address !== undefined && { email: address }), ...more });
  return id;
}
/** Directory replies: the user is there. */
async function reply(userId: string, requestId: string, more: object = {}): Promise<void> {
  const answered = [{ id: requestId, at: new Date().toISOString() }];
  await accounts.publishUser(userId, { answered, madeBy: 'accounts', ...more });
  await eventually(async () => expect(await accounts.accountIdentities.askingFor(userId)).toEqual([]));
}

describe('rule 2: a verified email that is a user’s', () => {
  test('makes the identity theirs, whatever the letter case, and they are told', async () => {
    const userId = await known(email.toUpperCase());
    expect((await signedIn()).id).toBe(userId);
    const { linkedBy, messages } = await linkedOf(sub);
    expect(linkedBy).toBe('email');
    expect(messages).toMatchObject([{ template: 'identity-linked', recipient: { userId } }]);
    // Once and for all: a later change of email links nobody else.
    await known('elsewhere@example.org');
    expect((await signedIn({ email: 'elsewhere@example.org' })).id).toBe(userId);
  });

  test.each([
    ['unverified', { email_verified: false }],
    ['verified by a text', { email_verified: 'true' }],
    ['no word on it', { email_verified: undefined }],
  ])('%s: a new user', async (_name, said) => {
    const userId = await known(email);
    expect((await signedIn(said)).id).not.toBe(userId);
    expect(await linkedOf(sub)).toMatchObject({ linkedBy: 'new', commandRequest: { ask: 'make' } });
    expect((await linkedOf(sub)).commandRequest).not.toHaveProperty('email');
  });

  test('of a provider that links nobody by email: a new user, without it', async () => {
    await frontend.useProvider(provider);
    const userId = await known(email);
    expect((await signedIn()).id).not.toBe(userId);
    expect((await linkedOf(sub)).commandRequest).not.toHaveProperty('email');
  });

  test('a user with another identity is met: a new user, and the event says whom', async () => {
    const userId = await known(email);
    await signedIn();
    const second = `${sub}-second`;
    const { id } = await signedIn({ sub: second });
    expect(id).not.toBe(userId);
    expect(await linkedOf(second)).toMatchObject({ linkedBy: 'new', metUserId: userId });
    const metrics = await (await fetch(`${accounts.url}/metrics`)).text();
    expect(metrics).toMatch(/gatehouse_account_emails_met_total\{[^}]*\} [1-9]/);
  });

  test('of two identities at once one is linked', async () => {
    const userId = await known(email);
    await eventually(async () => {
      expect(await frontend.begin()).toMatchObject({ status: 200 });
    });
    const back = [];
    for (const subject of [sub, `${sub}-b`]) {
      provider.script.person = { ...provider.script.person, sub: subject };
      const { body } = await frontend.begin();
      back.push(await frontend.broughtBack(body.auth_uri));
    }
    // Each is answered for its own subject: userinfo is left out, and the ID token alone says who it is.
    provider.script.discovery = ({ userinfo_endpoint: _, ...document }) => document;
    const all = await Promise.all(
      back.map(async ({ code, state }) => (await frontend.callback({ code, state })).status),
    );
    provider.script.discovery = undefined;
    expect(all.filter((status) => status === 200).length).toBeGreaterThan(0);
    const linked = (await accounts.accountIdentities.ofUser(userId)).filter(
      ({ linkedBy }) => linkedBy === 'email',
    );
    expect(linked.length).toBeLessThanOrEqual(1);
  });

  test('a deactivated user: 401, and nothing is linked', async () => {
    await known(email, { status: 0 });
    expect((await frontend.signIn()).status).toBe(401);
    expect(await stateOf(sub)).toBeUndefined();
  });
});

describe('rule 3: a new user', () => {
  test('accounts chooses the id and asks directory, with names where claimed', async () => {
    const { id } = await signedIn({ given_name: 'Ann', family_name: ' ' });
    const { commandRequest, userId } = await linkedOf(sub);
    expect(userId).toBe(id);
    expect(commandRequest).toMatchObject({ ask: 'make', email, givenName: 'Ann' });
    expect(commandRequest).not.toHaveProperty('familyName');
    await reply(userId, commandRequest?.id ?? '', { email });
    expect(await linkedOf(sub)).not.toHaveProperty('commandRequest');
    expect((await signedIn()).id).toBe(id);
  });

  test('first sign-ins side by side of one identity all get the same user', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => frontend.signIn()));
    const ids = await Promise.all(
      all.map(async ({ body }) => (await frontend.user(body.govuk_account_session)).body.id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9A-F-]{36}$/);
  });

  test('the directory’s email follows the provider’s, of such a user alone and where it is nobody’s', async () => {
    const { id } = await signedIn();
    await reply(id, (await linkedOf(sub)).commandRequest?.id ?? '', { email });
    const next = `next-${email}`;
    await signedIn({ email: next });
    const { commandRequest } = await linkedOf(sub);
    expect(commandRequest).toMatchObject({ ask: 'email', email: next });
    await reply(id, commandRequest?.id ?? '', { email: next });
    const taken = `taken-${email}`;
    await known(taken);
    await eventually(async () => {
      await signedIn({ email: taken });
      expect(await linkedOf(sub)).not.toHaveProperty('commandRequest');
    });
  });

  test('a request without a reply is sent again after a minute, under its id', async () => {
    await signedIn();
    const { commandRequest } = await linkedOf(sub);
    accounts.advance(61_000);
    try {
      await eventually(async () => {
        const { commandRequest: again } = await linkedOf(sub);
        expect(again?.id).toBe(commandRequest?.id);
        expect(again?.at).not.toBe(commandRequest?.at);
      });
    } finally {
      accounts.advance(-61_000);
    }
  });
});

describe('an email is one identity’s', () => {
  test('a verified one is taken from whichever had it; an unverified one is left out', async () => {
    const first = await signedIn();
    const second = await signedIn({ sub: `${sub}-b`, email: email.toUpperCase() });
    expect(second.email).toBe(email.toUpperCase());
    expect((await frontend.user(first.session)).body).toMatchObject({ email: null, email_verified: false });
    const third = await signedIn({ sub: `${sub}-c`, email, email_verified: false });
    expect(third.email).toBeNull();
    expect((await frontend.user(second.session)).body.email).toBe(email.toUpperCase());
  });

  test('one that is no address is left out, and the sign-in goes on', async () => {
    expect(await signedIn({ email: 'no address' })).toMatchObject({ email: null, email_verified: false });
  });
});

test('a deactivated or removed user signs in no more', async () => {
  const { id, session } = await signedIn();
  await reply(id, (await linkedOf(sub)).commandRequest?.id ?? '');
  await accounts.publishUser(id, { status: 0 });
  await eventually(async () => expect((await frontend.user(session)).status).toBe(401));
  expect((await frontend.signIn()).status).toBe(401);
  await accounts.publishUser(id, { status: 1 });
  await eventually(async () => expect((await frontend.signIn()).status).toBe(200));
  const removed = { id, answered: [], state: 'removed' as const, removedAt: new Date().toISOString() };
  await accounts.neighbours.publish('gatehouse.directory.user.v1', removed);
  await eventually(async () => {
    expect(await stateOf(sub)).toEqual({
      ...{ id: idOf(sub), status: 'removed', removedAt: expect.any(String) },
      messages: [expect.objectContaining({ kind: 'subscription', change: 'end', userId: id })],
    });
  });
  expect((await signedIn()).id).not.toBe(id);
});

test('an account with another subject keeps its user by its legacy subject, where the new one is unknown', async () => {
  const legacy = `legacy-${sub}`;
  const before = await signedIn({ legacy_subject_id: legacy });
  const after = await signedIn({ sub: `${sub}-new`, legacy_subject_id: legacy });
  expect(after.id).toBe(before.id);
  expect((await frontend.user(before.session)).status).toBe(401);
  expect(await stateOf(sub)).toMatchObject({ status: 'moved', movedTo: idOf(`${sub}-new`) });
  // A crash right after the former said where it moved: the next who comes makes it good.
  const third = `${sub}-third`;
  await accounts.accountIdentities.change(idOf(`${sub}-new`), { actor: 'a', correlationId: 'c' }, () => ({
    state: {
      ...{ id: idOf(`${sub}-new`), status: 'moved', movedTo: idOf(third), movedAt: new Date().toISOString() },
      ...{ userId: before.id, linkedBy: 'new' },
    },
    result: undefined,
  }));
  expect((await signedIn({ sub: third, legacy_subject_id: undefined })).id).toBe(before.id);
});
