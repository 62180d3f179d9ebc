import type { PresentIdentityProvider } from '@gatehouse/contracts';
import { identityProvider, jwsFaults, logoutTokenFaults, type ScriptedProvider } from '@gatehouse/testing';
import { type ProvidersUnderTest, startProvidersUnderTest } from '../testing/providers-under-test.ts';
import { identityIdOf } from './identity.ts';
import { providerOf } from './identity-providers.store.ts';

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

async function take(token: string) {
  const known = await providerOf(app.collection, provider.id);
  if (known === undefined) throw new Error('there is no provider');
  return app.providers.takeLogout(known, token, { correlationId: 'a-request', log: app.log });
}

const identityId = () => identityIdOf({ issuer: scripted.issuer, subject: 'ann' });

test('`sid` ends its session, whatever its age', async () => {
  expect(await take(scripted.logoutToken({ sid: 'one' }))).toBe('taken');
  expect(app.ended).toEqual([{ providerId: provider.id, providerSid: 'one' }]);
});

test('`sub` ends all of the subject’s that began before', async () => {
  const iat = Math.floor(Date.now() / 1_000) - 60;
  expect(await take(scripted.logoutToken({ sub: 'ann', iat }))).toBe('taken');
  const startedBefore = new Date((iat + 30) * 1_000).toISOString();
  expect(app.ended).toEqual([{ providerId: provider.id, identityId: identityId(), startedBefore }]);
});

test('both end that session of that subject, and those of the subject that have no `sid`', async () => {
  expect(await take(scripted.logoutToken({ sub: 'ann', sid: 'one' }))).toBe('taken');
  expect(app.ended).toEqual([
    { providerId: provider.id, identityId: identityId(), providerSid: 'one' },
    {
      providerId: provider.id,
      identityId: identityId(),
      providerSid: null,
      startedBefore: expect.any(String),
    },
  ]);
});

test('a token is taken once', async () => {
  const token = scripted.logoutToken({ sub: 'ann' });
  expect(await take(token)).toBe('taken');
  expect(await take(token)).toBe('refused');
  expect(app.ended).toHaveLength(1);
});

test.each([...jwsFaults, ...logoutTokenFaults])(
  'a token that %s ends nothing',
  async (_, reason, signing) => {
    expect(await take(scripted.logoutToken({ sub: 'ann', sid: 'one' }, signing))).toBe('refused');
    expect(app.ended).toEqual([]);
    expect(app.logged.join()).toContain(`"reason":"${reason}"`);
  },
);

test('while the keys cannot be had it is a fault that passes, and the token is good afterwards', async () => {
  const token = scripted.logoutToken({ sub: 'ann' });
  scripted.script.faults = { jwks: { status: 503 } };
  await expect(take(token)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  scripted.script.faults = {};
  expect(await take(token)).toBe('taken');
});
