import { eventually, identityProvider, mongodbForTests, type ScriptedProvider } from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf } from '../testing/frontend.ts';

const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`two instances: ${engine}`, () => twoInstances(storeUrl));
}

function twoInstances(storeUrl: string | undefined): void {
  let accounts: AccountsUnderTest;
  let provider: ScriptedProvider;
  let frontend: Frontend;
  let urls: string[];
  beforeAll(async () => {
    [accounts, provider] = await Promise.all([startAccountsUnderTest({ storeUrl }), identityProvider()]);
    frontend = frontendOf(accounts);
    urls = [accounts.url, await accounts.another()];
    await frontend.useProvider(provider, { linksByEmail: true });
    for (const url of urls) {
      await eventually(async () => expect((await frontend.begin('', { url })).status).toBe(200));
    }
  });
  afterAll(async () => {
    await accounts?.close();
    await provider?.close();
  });

  const urlOf = (index: number) => urls[index % urls.length] ?? '';
  const somebody = (name: string) => {
    provider.script.person = { sub: name, email: `${name}@example.org`, email_verified: true };
  };
  const back = async (index: number) =>
    frontend.broughtBack((await frontend.begin('', { url: urlOf(index) })).body.auth_uri);

  test('what begins at one is completed at the other, and a session counts at both', async () => {
    somebody('both');
    const { state, code } = await back(0);
    const { status, body } = await frontend.callback({ state, code }, { url: urlOf(1) });
    expect(status).toBe(200);
    const session = body.govuk_account_session;
    for (const url of urls) {
      expect((await accounts.send('frontend', 'GET', '/api/user', { session, url })).status).toBe(200);
    }
    await accounts.send('frontend', 'DELETE', '/api/session', { session, url: urlOf(1) });
    expect((await frontend.user(session)).status).toBe(401);
  });

  test('of callbacks with one state at both one wins', async () => {
    somebody('once');
    const { state, code } = await back(0);
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, n) => frontend.callback({ state, code }, { url: urlOf(n) })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(401)]);
  });

  test('first sign-ins of one identity at both get the same user', async () => {
    somebody('same');
    const brought = [];
    for (let n = 0; n < 6; n++) brought.push(await back(n));
    const all = await Promise.all(
      brought.map(({ state, code }, n) => frontend.callback({ state, code }, { url: urlOf(n) })),
    );
    const users = await Promise.all(
      all.map(async ({ body }) => (await frontend.user(body.govuk_account_session)).body),
    );
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(users[0]).toMatchObject({ id: expect.stringMatching(/^[0-9A-F-]{36}$/) });
  });

  test('an email that two identities want at both is one’s in the end, and each signs in', async () => {
    const email = 'wanted@example.org';
    const sessions: string[] = [];
    for (let n = 0; n < 4; n++) {
      provider.script.person = { sub: `wanting-${n % 2}`, email, email_verified: true };
      const { body } = await frontend.signIn('', { url: urlOf(n) });
      sessions.push(body.govuk_account_session);
    }
    const said = await Promise.all(sessions.map(async (each) => (await frontend.user(each)).body.email));
    expect(said.filter((each) => each === email)).toHaveLength(2);
  });
}
