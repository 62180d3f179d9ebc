/**
 * Runs a plan of the OpenID Foundation's conformance suite against a new platform, a real browser signing people in. Ends with 1
 * where a module failed that docs/conformance.md does not explain.
 *
 *   NODE_EXTRA_CA_CERTS=SUITE.pem node apps/platform-e2e/src/testing/run-conformance.ts PLAN [--suite URL] [--only MODULE]
 *
 * PLAN: `basic`, `config`, `formpost-basic`, `rp-initiated-logout` or `backchannel-rp-initiated-logout`.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findBrowser, launchBrowser, makeCertificate, trustCertificate } from '@gatehouse/testing';
import { visitsAs } from './conformance/person-in-browser.ts';
import { conformanceSuite, type PlannedModule } from './conformance/suite.ts';
import { platformProcess } from './platform-process.ts';
import { makeUser } from './scene.ts';
import { makeSignInScene } from './sign-in-scene.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string', default: 'https://localhost.emobix.co.uk:8443' },
    only: { type: 'string', default: '' },
  },
});
const [plan = 'basic'] = positionals;
/** See docs/conformance.md. */
const EXPLAINED = [
  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow',
  'oidcc-refresh-token',
  ...(plan === 'formpost-basic'
    ? ['oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported']
    : []),
];
const say = (line: string) => process.stdout.write(`${line}\n`);
const OVER = ['FINISHED', 'INTERRUPTED'];
const BAD = ['FAILURE', 'WARNING'];
const MOST_MS = 120_000;

const certificate = makeCertificate(mkdtempSync(join(tmpdir(), 'gatehouse-')));
const executable = findBrowser();
if (certificate === undefined || executable === undefined) throw new Error('it needs openssl and Chromium');
trustCertificate(certificate);
const { NODE_EXTRA_CA_CERTS = '' } = process.env;
const platform = await platformProcess({
  env: { TLS_CERT: certificate.certFile, TLS_KEY: certificate.keyFile, NODE_EXTRA_CA_CERTS },
});
const suite = conformanceSuite(flags.suite);
const test = `${flags.suite}/test/a/gatehouse`;

/** A client of the suite. */
async function client() {
  const made = await makeSignInScene(platform.url, platform.operator, {
    name: 'Conformance suite',
    redirectUris: [`${test}/callback`, `${test}/callback?dummy1=lorem&dummy2=ipsum`],
    signIn: {
      ...{ pkce: 'optional', refreshTokens: true },
      postLogoutRedirectUris: [`${test}/post_logout_redirect`],
      ...(plan.startsWith('backchannel') && { backchannelLogoutUri: `${test}/backchannel_logout` }),
    },
  });
  return { client_id: made.clientId, client_secret: made.clientSecret };
}

const browser = await launchBrowser(executable);
let people = 0;

/** Runs one module, whose person has an account and a browser of their own. */
async function run(planId: string, module: PlannedModule): Promise<string> {
  const email = `person-${++people}@example.org`;
  await makeUser(platform.operator, email);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const visit = visitsAs({
    ...{ tab: await context.newPage(), email, mailboxUrl: platform.mailboxUrl, suiteUrl: flags.suite },
  });
  const id = await suite.begin(planId, module);
  const done = new Set<string>();
  const once = (what: string) => !done.has(what) && done.add(what);
  const until = Date.now() + MOST_MS;
  let state = await suite.state(id);
  while (!OVER.includes(state.status) && Date.now() < until) {
    if (state.status === 'CONFIGURED') await suite.start(id);
    if (state.status === 'WAITING') {
      for (const address of (await suite.addresses(id)).filter(once)) {
        const stopped = await visit(address);
        if (stopped !== undefined) say(`  ${module.testModule} led to: ${stopped}`);
        await suite.visited(id, address).catch(() => {});
      }
      const places = (await suite.log(id)).flatMap(({ upload }) => upload ?? []);
      for (const place of places.filter(once)) await suite.showPicture(id, place);
    }
    await delay(400);
    state = await suite.state(id);
  }
  if (!OVER.includes(state.status)) await suite.cancel(id);
  say(`${state.result ?? state.status}  ${module.testModule}`);
  for (const { result = '', src, msg } of await suite.log(id)) {
    if (BAD.includes(result)) say(`  ${result} ${src}: ${msg}`);
  }
  await context.close();
  return state.result ?? state.status;
}

try {
  const staticClient = { client_registration: 'static_client' };
  const variant = plan.includes('logout')
    ? { ...staticClient, response_type: 'code' }
    : plan === 'config'
      ? {}
      : { ...staticClient, server_metadata: 'discovery' };
  const { id, modules } = await suite.makePlan(`oidcc-${plan}-certification-test-plan`, variant, {
    ...{ alias: 'gatehouse', description: 'Gatehouse' },
    server: {
      discoveryUrl: `${platform.url.replace('127.0.0.1', 'localhost')}/.well-known/openid-configuration`,
    },
    ...{ client: await client(), client2: await client(), client_secret_post: await client() },
  });
  const results: Record<string, number> = {};
  for (const module of modules.filter(({ testModule }) => testModule.includes(flags.only))) {
    const result = await run(id, module);
    results[result] = (results[result] ?? 0) + 1;
    const isGood = ['PASSED', 'WARNING', 'REVIEW', 'SKIPPED'].includes(result);
    if (!isGood && !EXPLAINED.includes(module.testModule)) process.exitCode = 1;
  }
  say(JSON.stringify(results));
} finally {
  await browser.close();
  await platform.kill();
}
