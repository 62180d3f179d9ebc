import type { PresentIdentityProvider } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import {
  identityProvider,
  idTokenFaults,
  jwsFaults,
  type ScriptedProvider,
  withClaims,
} from '@gatehouse/testing';
import { type ProvidersUnderTest, startProvidersUnderTest } from '../testing/providers-under-test.ts';
import type { IdentityProviderDetails } from './identity-provider.ts';

const SERVICE = newId();
const EMAIL = { email: 'Ann@School.example', email_verified: true };

let app: ProvidersUnderTest;
let scripted: ScriptedProvider;
let provider: PresentIdentityProvider;
beforeEach(async () => {
  app = await startProvidersUnderTest();
  scripted = await identityProvider();
  provider = await app.put(scripted);
});
afterEach(async () => {
  await app.close();
  await scripted.close();
});

/** Goes to the provider, and gives what the browser brings back. */
async function goes({ browser = 'this browser', interactionId = newId() } = {}) {
  const going = { interactionId, providerId: provider.id, serviceId: SERVICE, browser };
  const url = await app.providers.go({ ...going, expiresAt: Date.now() + 1_800_000 });
  const { headers } = await fetch(url ?? '', { redirect: 'manual' });
  const { state = '', ...response } = Object.fromEntries(new URL(headers.get('location') ?? '').searchParams);
  return { providerId: provider.id, state, browser, ...response };
}

const back = (returned: Awaited<ReturnType<typeof goes>>) =>
  app.providers.comeBack(returned, 'a-request', app.log);
const signIn = async () => back(await goes());
const put = async (more: Partial<IdentityProviderDetails>) => {
  provider = await app.put(scripted, more, provider.id);
};

describe('who comes back', () => {
  test('by the address, verified there: it is the user’s from then on, and the person is told', async () => {
    const ann = app.user({ language: 'cy', incarnation: 7 });
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    const cameBack = await signIn();
    expect(cameBack).toMatchObject({
      ...{ status: 'matched', acr: 'urn:gatehouse:acr:1', amr: [] },
      matched: { kind: 'user', userId: ann.id, provedEmail: EMAIL.email },
    });
    const account = { issuer: scripted.issuer, subject: 'ann-there' };
    expect(await app.identities.of(account)).toMatchObject({
      ...{ userId: ann.id, providerId: provider.id, linkedBy: 'email' },
      messages: [
        {
          ...{ kind: 'email', template: 'identity-linked', recipient: { userId: ann.id, userVersion: 7 } },
          data: { providerName: 'Another', givenName: 'Ann', language: 'cy' },
        },
      ],
    });
  });

  test('by the identity, whatever the address is there now, and nobody is told again', async () => {
    const ann = app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    await signIn();
    const bob = app.user({ email: 'bob@school.example' });
    for (const claims of [{ email: bob.email, email_verified: true }, { email: 'no address' }, {}]) {
      scripted.script.person = { sub: 'ann-there', ...claims };
      expect(await signIn()).toMatchObject({ matched: { kind: 'user', userId: ann.id } });
    }
    ann.email = 'ann@moved.example';
    expect(await signIn()).toMatchObject({ matched: { kind: 'user', userId: ann.id } });
    expect(await app.identities.count(bob.id)).toBe(0);
    const identityEvents = (await app.events()).filter(
      (event) => event?.type === 'gatehouse.signin.identity.v1',
    );
    expect(identityEvents).toHaveLength(1);
  });

  test('as somebody new, with the names that the provider gives', async () => {
    scripted.script.person = { sub: 'new', ...EMAIL, given_name: 'Ann', family_name: 'Other' };
    expect(await signIn()).toMatchObject({
      matched: { kind: 'newcomer', newcomer: { email: EMAIL.email, givenName: 'Ann', familyName: 'Other' } },
    });
    expect(await app.identities.of({ issuer: scripted.issuer, subject: 'new' })).toBeUndefined();
  });

  test('with a session there, by the methods that the provider names', async () => {
    app.user();
    await put({ mfa: ['mfa', 'hwk'] });
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    scripted.script.idTokenClaims = { sid: 'session-there', amr: ['pwd', 'hwk', 7, ''] };
    expect(await signIn()).toMatchObject({
      ...{ acr: 'urn:gatehouse:acr:2', amr: ['pwd', 'hwk'], providerSid: 'session-there' },
    });
    scripted.script.idTokenClaims = { amr: 'hwk' };
    expect(await signIn()).toMatchObject({ acr: 'urn:gatehouse:acr:1', amr: [], providerSid: undefined });
  });
});

describe('an address', () => {
  test.each<[string, Record<string, unknown>]>([
    ['email-not-verified', { email: EMAIL.email }],
    ['email-not-verified', { email: EMAIL.email, email_verified: false }],
    ['email-not-verified', { email: EMAIL.email, email_verified: 'true' }],
    ['email-not-verified', { email: EMAIL.email, email_verified: 1 }],
    ['no-email', { email_verified: true }],
    ['no-email', { email: 'no address', email_verified: true }],
    ['no-email', { email: 7, email_verified: true }],
  ])('links nobody (%s): %j', async (reason, claims) => {
    const ann = app.user();
    scripted.script.person = { sub: 'ann-there', ...claims };
    expect(await signIn()).toMatchObject({ status: 'failed', providerName: 'Another' });
    expect(app.logged.join()).toContain(`"reason":"${reason}"`);
    expect(await app.identities.count(ann.id)).toBe(0);
  });

  test('counts unverified where the operator says that it always does', async () => {
    const ann = app.user();
    await put({ trustEmail: 'always' });
    scripted.script.person = { sub: 'ann-there', email: 'ann@school.example' };
    expect(await signIn()).toMatchObject({ matched: { kind: 'user', userId: ann.id } });
  });

  test('is one pair: userinfo’s word is not verified by the ID token’s', async () => {
    const ann = app.user();
    scripted.script.idTokenClaims = { email: 'mallory@elsewhere.example', email_verified: true };
    scripted.script.person = { sub: 'ann-there', email: ann.email };
    expect(await signIn()).toMatchObject({ status: 'failed' });
    expect(await app.identities.count(ann.id)).toBe(0);
  });

  test('of a deactivated user links nobody, and neither does their identity', async () => {
    const ann = app.user({ status: 0 });
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    expect(await signIn()).toMatchObject({ status: 'failed' });
    expect(await app.identities.count(ann.id)).toBe(0);
    ann.status = 1;
    await signIn();
    ann.status = 0;
    expect(await signIn()).toMatchObject({ status: 'failed' });
  });

  test('of nobody, where nobody may register, is nobody’s', async () => {
    app.rules.mayRegister = false;
    scripted.script.person = { sub: 'new', ...EMAIL };
    expect(await signIn()).toMatchObject({ status: 'failed' });
  });
});

test('an account is one user’s, however many come at once', async () => {
  const ann = app.user();
  scripted.script.person = { sub: 'ann-there', ...EMAIL };
  const cameBack = await Promise.all(Array.from({ length: 10 }, signIn));
  for (const each of cameBack) expect(each).toMatchObject({ matched: { kind: 'user', userId: ann.id } });
  expect(await app.identities.count(ann.id)).toBe(1);
});

test('an identity goes with the person, and keeps nothing of them', async () => {
  const ann = app.user();
  scripted.script.person = { sub: 'ann-there', ...EMAIL };
  await signIn();
  const origin = { actor: 'operator', correlationId: 'a-request' };
  await app.identities.removeAllOf(ann.id, origin);
  app.users.delete(ann.id);
  expect(await app.identities.count(ann.id)).toBe(0);
  const last = (await app.events()).at(-1);
  expect(last?.data.state).toEqual({
    ...{ id: expect.any(String), kind: 'identity', status: 'removed', removedAt: expect.any(String) },
  });
  const again = app.user();
  expect(await signIn()).toMatchObject({ matched: { userId: again.id } });
});

describe('a way back', () => {
  test('is used once', async () => {
    app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    const returned = await goes();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => back(returned)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['matched', ...Array(4).fill('unknown')]);
    expect(scripted.asked.token).toBe(1);
  });

  test.each(['another browser', undefined])(
    'is this browser’s: with %s it is not used up',
    async (browser) => {
      app.user();
      scripted.script.person = { sub: 'ann-there', ...EMAIL };
      const returned = await goes();
      expect(await app.providers.comeBack({ ...returned, browser }, 'a-request', app.log)).toEqual({
        status: 'elsewhere',
      });
      expect((await back(returned)).status).toBe('matched');
    },
  );

  test('is unknown with another state, from another provider, and when its time is over', async () => {
    const returned = await goes();
    expect(await back({ ...returned, state: 'another' })).toEqual({ status: 'unknown' });
    expect(await back({ ...returned, providerId: newId() })).toEqual({ status: 'unknown' });
    app.advance(1_800_001);
    expect(await back(returned)).toEqual({ status: 'unknown' });
    expect(scripted.asked.token).toBe(0);
  });

  test('leads to nobody where the provider is offered no longer', async () => {
    app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    for (const change of [{ status: 0 as const }, { status: 1 as const, services: [newId()] }]) {
      await put({ status: 1, services: undefined });
      const returned = await goes();
      await put(change);
      expect(await back(returned)).toMatchObject({ status: 'failed' });
    }
    expect(scripted.asked.token).toBe(0);
  });

  test('says nothing secret: neither in the store nor in the log', async () => {
    const ann = app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    const returned = await goes();
    await back(returned);
    const { code = '' } = returned as { code?: string };
    const stored = JSON.stringify(await app.events());
    for (const secret of [code, returned.state, scripted.clientSecret]) {
      expect(app.logged.join()).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    expect(app.logged.join()).not.toContain(ann.email);
  });
});

test.each([...jwsFaults, ...idTokenFaults])(
  'nobody comes by an ID token that %s',
  async (_, reason, signing) => {
    const ann = app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    scripted.script.signing = signing;
    expect(await signIn()).toMatchObject({ status: 'failed', providerName: 'Another' });
    expect(app.logged.join()).toContain(`"reason":"${reason}"`);
    expect(await app.identities.count(ann.id)).toBe(0);
  },
);

describe('the button', () => {
  const buttons = (service = SERVICE) => app.providers.offeredTo(service);

  test('is there for every service, or for those that the provider names', async () => {
    expect(await buttons()).toEqual([{ id: provider.id, name: 'Another' }]);
    await put({ services: [SERVICE] });
    expect(await buttons()).toHaveLength(1);
    expect(await buttons(newId())).toEqual([]);
    expect(await app.providers.counts(provider.id, SERVICE)).toBe(true);
    expect(await app.providers.counts(provider.id, newId())).toBe(false);
    await put({ status: 0 });
    expect(await buttons()).toEqual([]);
  });

  test('of a provider that is away is not there, and the others are', async () => {
    await scripted.goAway();
    await put({ name: 'Away' });
    const other = await identityProvider();
    await app.put(other, { name: 'Here' });
    expect((await buttons()).map(({ name }) => name)).toEqual(['Here']);
    await scripted.comeBack();
    await other.close();
  });

  test.each(['silent', 'too long', 'no json', 'reset'] as const)(
    'of a provider whose answer is at fault (%s) is not there',
    async (fault) => {
      scripted.script.faults = { discovery: fault };
      expect(await buttons()).toEqual([]);
    },
  );

  test('goes once the token endpoint is away, and comes back with it', async () => {
    app.user();
    scripted.script.person = { sub: 'ann-there', ...EMAIL };
    const returned = await goes();
    await scripted.goAway();
    expect(await back(returned)).toMatchObject({ status: 'failed' });
    expect(await buttons()).toHaveLength(1);
  });

  test('says which class of authentication could be reached', async () => {
    const reaches = (acr: string, service = SERVICE) => app.providers.reaches(acr, service);
    expect(await reaches('urn:gatehouse:acr:2')).toBe(false);
    await put({ mfa: ['mfa'], services: [SERVICE] });
    expect(await reaches('urn:gatehouse:acr:2')).toBe(true);
    expect(await reaches('urn:gatehouse:acr:2', newId())).toBe(false);
    expect(await reaches('urn:gatehouse:acr:1')).toBe(false);
  });
});

test('a new secret or address is used from then on', async () => {
  app.user();
  scripted.script.person = { sub: 'ann-there', ...EMAIL };
  await put({ clientSecret: undefined, clientId: 'another' });
  expect(await signIn()).toMatchObject({ status: 'failed' });
  await put({});
  expect(await signIn()).toMatchObject({ status: 'matched' });
  scripted.script.signing = withClaims({ aud: 'another' });
  expect(await signIn()).toMatchObject({ status: 'failed' });
});
