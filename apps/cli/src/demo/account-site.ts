import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ACCOUNT_SITE, type builtInServices } from '@gatehouse/contracts';
import type { OperatorApi } from '../api/operator-api.ts';
import { createBrowser } from './browser.ts';
import { CODE, pageOf } from './sign-in.ts';
import type { Steps } from './steps.ts';

const SERVER = join(import.meta.dirname, '../../../../examples/account-site/server.js');
const SITE = new URL(ACCOUNT_SITE.redirectUri).origin;

export interface AccountSiteScene {
  url: string;
  audience: string;
  operator: OperatorApi;
  steps: Steps;
  service: { clientId: string; apiSecret: string };
  /** Who signs in. */
  email: string;
  userId: string;
  /** Waits for a text of an email to the person. */
  emailWith(pattern: RegExp): Promise<RegExpExecArray>;
}

/** A site that the demo has started. */
export interface RunningSite {
  url: string;
  stop(): Promise<void>;
}

/** Why the site cannot be played with; undefined where it can. */
async function obstacle(operator: OperatorApi): Promise<string | undefined> {
  const { body } = await operator.call('GET', '/manage/account-provider');
  const { clientId, redirectUri } = body as { clientId?: string; redirectUri?: string };
  const isOwn = clientId === ('accounts' satisfies keyof typeof builtInServices);
  if (!isOwn || redirectUri !== ACCOUNT_SITE.redirectUri)
    return `people of first-party sites come back to ${redirectUri}`;
  const isTaken = await fetch(SITE, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
  return isTaken ? `something else listens at ${SITE}` : undefined;
}

async function startSite({ url, audience, service }: AccountSiteScene): Promise<RunningSite> {
  const child = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ GATEHOUSE_URL: url, CLIENT_ID: service.clientId, API_SECRET: service.apiSecret },
      ...{ AUDIENCE: audience, SITE, PORT: new URL(SITE).port },
    },
  });
  const exited = once(child, 'exit');
  const listens = once(child.stdout, 'data');
  await Promise.race([listens, exited.then(() => Promise.reject(new Error('the site ended at its start')))]);
  return {
    url: SITE,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Signs a person in to a first-party site, and out again. Gives the site, which still runs; undefined where it was left out. */
export async function playAccountSite(scene: AccountSiteScene): Promise<RunningSite | undefined> {
  const { url, operator, steps, email, userId, emailWith } = scene;
  const { step, heading, remark } = steps;
  const reason = await obstacle(operator);
  heading('A first-party site');
  if (reason !== undefined) {
    remark(`Left out: ${reason}.`);
    return undefined;
  }
  await step('The operator declares an attribute of people', () =>
    operator.call('PUT', '/manage/attributes/local_attribute', { json: { type: 'boolean' } }),
  );
  const site = await step(
    'The site starts: examples/account-site',
    () => startSite(scene),
    ({ url: address }) => address,
  );
  try {
    const browser = createBrowser(url, SITE);
    const asked = await step('The person follows “Sign in”', () => browser.open(`${SITE}/sign-in`));
    const waiting = await step(
      'The person gives the email address',
      () => browser.send(pageOf(asked), '/address', { email }),
      () => email,
    );
    const code = await step('The person reads the code in the mailbox', async () =>
      (await emailWith(CODE)).slice(1).join(''),
    );
    const shown = await step(
      'The person types the code: the site knows who it is',
      async () => {
        const page = pageOf(await browser.send(pageOf(waiting), '/code', { code }));
        if (!page.html.includes(userId)) throw new Error('the site shows somebody else, or nobody');
        return page;
      },
      () => `id ${userId}, email ${email}`,
    );
    const changed = await step('The site keeps an attribute of the person', () =>
      browser.send(shown, '/attribute', {}),
    );
    await step('The person signs out, here and at the platform', async () => {
      const page = pageOf(await browser.send(pageOf(changed), '/sign-out', {}));
      if (!page.html.includes('/sign-in')) throw new Error('somebody is still signed in');
    });
    return site;
  } catch (error) {
    await site.stop();
    throw error;
  }
}
