/**
 * Accounts on the embedded engines. The callback: from code to session, the provider's own answers included, on the app alone.
 * Asking who is signed in: CPU of the platform for each request, beside a service's read of a person's organisations, in turns.
 * Usage: node bench/accounts.ts [rounds]
 */
import { startAccountsUnderTest } from '../apps/accounts/src/testing/accounts-under-test.ts';
import { documentedClient } from '../apps/platform-e2e/src/testing/documented-client.ts';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { REDIRECT, visitorOf } from '../apps/platform-e2e/src/testing/sign-in-scene.ts';
import { signInBy } from '../apps/platform-e2e/src/testing/signing-in.ts';
import { eventually, identityProvider } from '../libs/testing/src/index.ts';
import { ms, percentile, printMachine } from './measure.ts';
import { cpuMsOf } from './process-cpu.ts';

const ROUNDS = Number(process.argv[2] ?? 2_000);
const WARM_UP = 100;
const TARGET_MS = 20;
const TARGET_SHARE = 1.5;

function must(status: number, expected: number): void {
  if (status !== expected) throw new Error(`it answered ${status}`);
}

/** Milliseconds from posting a code to having a session. */
async function callbacks(rounds: number): Promise<number[]> {
  const [accounts, provider] = await Promise.all([startAccountsUnderTest(), identityProvider()]);
  const { issuer, clientId, clientSecret } = provider;
  const named = { issuer, clientId, clientSecret, redirectUri: 'https://www.example.org/callback' };
  const body = { ...named, authentication: 'client_secret_basic' };
  must((await accounts.send('operator', 'PUT', '/manage/account-provider', { body })).status, 200);
  const took: number[] = [];
  for (let n = 0; n < rounds + WARM_UP; n++) {
    provider.script.person = {
      sub: `person-${n % 200}`,
      email: `${n % 200}@example.org`,
      email_verified: true,
    };
    const begun = (await accounts.send('frontend', 'GET', '/api/oauth2/sign-in')).body;
    const { headers } = await fetch(begun.auth_uri, { redirect: 'manual' });
    const code = new URL(headers.get('location') ?? '').searchParams.get('code');
    const from = performance.now();
    const sent = { body: { code, state: begun.state } };
    must((await accounts.send('frontend', 'POST', '/api/oauth2/callback', sent)).status, 200);
    if (n >= WARM_UP) took.push(performance.now() - from);
  }
  await accounts.close();
  await provider.close();
  return took;
}

/** CPU of the platform for each request, in milliseconds: of who is signed in, and of a person's organisations. */
async function reads(rounds: number): Promise<{ user: number; organisations: number }> {
  const platform = await platformProcess();
  const { url, operator, mailboxUrl } = platform;
  const scene = await makeScene(url, operator, {
    params: { canUseAccounts: 'true', canViewAllUsers: 'true' },
  });
  await operator.put('/manage/account-provider/redirect', { redirectUri: REDIRECT });
  const email = 'ann@example.org';
  const userId = await makeUser(operator, email);
  await operator.put(`/manage/users/${userId}/organisations/${scene.organisationId}`, { roleId: 0 });
  const frontend = documentedClient(url, scene.clientId, scene.apiSecret);
  const begun = await eventually(async () => {
    const answer = await frontend.get('/api/oauth2/sign-in');
    must(answer.status, 200);
    return answer.body;
  });
  const person = visitorOf(url, 'accounts');
  const { pathname, search } = new URL(begun.auth_uri);
  const page = await person.follow(await person.open(`${pathname}${search}`));
  const { code, state } = await signInBy({ person, email, mailboxUrl }, page);
  const { body } = await frontend.post('/api/oauth2/callback', { code, state });
  const headers = { 'govuk-account-session': body.govuk_account_session };
  const asks = {
    user: () => frontend.get('/api/user', headers),
    organisations: () => frontend.get(`/users/${userId}/organisations`),
  };
  await eventually(async () => must((await asks.organisations()).status, 200));
  const pid = Number(/"pid":(\d+)/.exec(platform.output())?.[1]);
  const cpu = () => cpuMsOf({ platform: [pid] }).get('platform') ?? 0;
  const spent = { user: 0, organisations: 0 };
  const turns = 10;
  for (let turn = -1; turn < turns; turn++) {
    for (const name of ['user', 'organisations'] as const) {
      const before = cpu();
      for (let n = 0; n < rounds / turns; n++) must((await asks[name]()).status, 200);
      if (turn >= 0) spent[name] += cpu() - before;
    }
  }
  await platform.close();
  return { user: spent.user / rounds, organisations: spent.organisations / rounds };
}

printMachine();
const took = await callbacks(Math.min(ROUNDS, 500));
const p50 = percentile(took, 0.5);
console.info(`callback, the provider's answers included: p50 ${ms(p50)}, p99 ${ms(percentile(took, 0.99))}`);
const { user, organisations } = await reads(ROUNDS);
const share = user / organisations;
console.info(
  `CPU of a request: who is signed in ${user.toFixed(2)} ms, organisations ${organisations.toFixed(2)} ms, ${share.toFixed(2)} ×`,
);
if (p50 > TARGET_MS || share > TARGET_SHARE) process.exitCode = 1;
