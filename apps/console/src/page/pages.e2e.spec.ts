import { complaintsOf, expectAccessible, HIDDEN_WIDTH, inBrowser } from '@gatehouse/testing';
import type { BrowserContext, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { consoleUnderTest, credentials, SECRET } from '../testing/console-under-test.ts';
import { frontOf } from '../testing/front.ts';
import { answerAsPlatform, deadLetterId, ids } from '../testing/sample-platform.ts';
import { samplePages } from '../testing/sample-visits.ts';

/** Read in the page, whose types the program does not have. */
const FOCUSED =
  'document.activeElement.id || document.activeElement.textContent.trim().replace(/\\s+/g, " ")';
const OUTLINE = 'getComputedStyle(document.activeElement).outlineStyle';

const { api, startAnother } = consoleUnderTest();
const SERVICE = `/operator/services/${ids.service}`;

/** Pages with something wrong, or with what was just done, and the status that they come with. */
const STATES: Readonly<Record<string, { status: number; reach: (tab: Tab) => Promise<unknown> }>> = {
  'a filter that is refused': {
    status: 400,
    reach(tab) {
      api().answer('GET /manage/deliveries', {
        status: 400,
        body: { errors: ['status: should be one of …'] },
      });
      return tab.goto('/operator/deliveries?status=x');
    },
  },
  'an empty list': {
    status: 200,
    reach(tab) {
      const body = { users: [], numberOfRecords: 0, page: 1, numberOfPages: 0 };
      api().answer('GET /manage/users', { body });
      return tab.goto('/operator/users?email=nobody@school.example');
    },
  },
  'a form with faults': {
    status: 422,
    async reach(tab) {
      await tab.goto('/operator/deliveries/redeliver');
      await tab.getByLabel('Made since').fill('yesterday');
      await tab.getByRole('button', { name: 'Send them again' }).click();
    },
  },
  'what was counted': {
    status: 200,
    async reach(tab) {
      await tab.goto('/operator/deliveries/redeliver');
      await tab.getByRole('button', { name: 'Count them' }).click();
    },
  },
  'what was done': { status: 200, reach: (tab) => tab.goto(`${SERVICE}?done=webhook`) },
  'a new secret': {
    status: 200,
    async reach(tab) {
      api().answer(`POST /manage/services/${ids.service}/secret`, {
        body: { apiSecret: `${'Aa0+/'.repeat(8)}Aa0=` },
      });
      await tab.goto(`${SERVICE}/rotate`);
      await tab.getByRole('button', { name: 'Rotate the secret' }).click();
    },
  },
  'what cannot be done': {
    status: 409,
    async reach(tab) {
      const redeliver = `POST /manage/deliveries/${ids.delivery}/redeliver`;
      api().answer(redeliver, { status: 409, body: { detail: 'The webhook is disabled' } });
      await tab.goto(`/operator/deliveries/${ids.delivery}`);
      await tab.getByRole('button', { name: 'Send again' }).click();
    },
  },
  'an unknown thing': { status: 404, reach: (tab) => tab.goto(`/operator/users/${ids.unknown}`) },
  'no answer': {
    status: 503,
    reach(tab) {
      api().answerAll({ status: 502 });
      return tab.goto('/operator');
    },
  },
};

inBrowser('the operator’s pages in a browser', (browser) => {
  let front: Awaited<ReturnType<typeof frontOf>>;

  beforeAll(async () => {
    const { url } = await startAnother({}, 'http://localhost:1');
    front = await frontOf(() => url, credentials);
  });
  beforeEach(() => answerAsPlatform(api()));
  afterAll(() => front?.close());

  async function inTab(options: BrowserContextOptions, use: (tab: Tab) => Promise<void>) {
    const context = await browser().newContext({ baseURL: front.url, ...options });
    try {
      await use(await context.newPage());
    } finally {
      await context.close();
    }
  }

  async function signIn(tab: Tab): Promise<void> {
    await tab.goto('/operator/sign-in');
    await tab.getByLabel('Operator’s secret').fill(SECRET);
    await tab.getByRole('button', { name: 'Sign in' }).click();
  }

  async function expectSound(tab: Tab): Promise<void> {
    await expectAccessible(tab);
    expect(await tab.evaluate<number>(HIDDEN_WIDTH)).toBeLessThanOrEqual(0);
  }

  const desktop = { viewport: { width: 1_280, height: 900 } };
  // 320 px is also what is left of 1,280 px at 400 %.
  const narrow = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
  describe.each([
    ['desktop', desktop],
    ['320 px', narrow],
  ] as const)('%s', (_width, options) => {
    let signedIn: BrowserContext;
    beforeAll(async () => {
      signedIn = await browser().newContext({ baseURL: front.url, ...options });
      const tab = await signedIn.newPage();
      await signIn(tab);
      await tab.close();
    });
    afterAll(() => signedIn?.close());

    test.each(Object.keys(samplePages))(
      '%s: accessible, nothing refused, nothing to scroll sideways',
      async (path) => {
        const tab = await signedIn.newPage();
        const complaints = complaintsOf(tab);
        await tab.goto(path);
        expect(await tab.locator('h1').count()).toBe(1);
        await expectSound(tab);
        expect(complaints).toEqual([]);
        await tab.close();
      },
    );

    test.each(Object.entries(STATES))('%s', async (_name, { status, reach }) => {
      const tab = await signedIn.newPage();
      let last = 0;
      tab.on('response', (response) => {
        if (response.request().isNavigationRequest()) last = response.status();
      });
      await reach(tab);
      expect(last).toBe(status);
      await expectSound(tab);
      await tab.close();
    });

    test('the sign-in, with and without a fault', async () => {
      await inTab(options, async (tab) => {
        await tab.goto('/operator/users');
        await expectSound(tab);
        await tab.getByLabel('Operator’s secret').fill('a guess');
        await tab.getByRole('button', { name: 'Sign in' }).click();
        expect(await tab.title()).toBe('Error: Sign in as the operator – Operator’s console – Gatehouse');
        await expectSound(tab);
        await tab.getByLabel('Operator’s secret').fill(SECRET);
        await tab.getByRole('button', { name: 'Sign in' }).click();
        expect(new URL(tab.url()).pathname).toBe('/operator/users');
      });
    });
  });

  test('by keyboard alone, without script: sign in, find a dead letter, discard it, sign out', async () => {
    api().answer(`POST /manage/dead-letters/${encodeURIComponent(deadLetterId)}/discard`, {
      status: 202,
      body: {},
    });
    await inTab({ ...desktop, javaScriptEnabled: false }, async (tab) => {
      /** Presses the tab key until what is called so has the focus, which can be seen, and uses it. */
      async function use(name: string, press = true) {
        for (let presses = 0; presses < 60; presses++) {
          await tab.keyboard.press('Tab');
          if (!(await tab.evaluate<string>(FOCUSED)).startsWith(name)) continue;
          expect(await tab.evaluate<string>(OUTLINE)).not.toBe('none');
          return press && tab.keyboard.press('Enter');
        }
        throw new Error(`the tab key does not reach ${name}`);
      }
      await tab.goto('/operator');
      await use('secret', false);
      await tab.keyboard.type(SECRET);
      await tab.keyboard.press('Enter');
      await tab.waitForURL(/\/operator$/);
      await use('Skip to main content');
      await use('3 dead letters');
      await tab.waitForURL(/\/dead-letters$/);
      await use('Discard dead letter');
      await tab.waitForURL(/\/discard\?topic=directory\.users\.v1$/);
      await use('Discard it');
      await tab.waitForURL(/\/dead-letters\?done=discarded$/);
      expect(api().changes()).toHaveLength(1);
      await use('Sign out');
      await tab.waitForURL(/\/sign-in$/);
    });
  });

  test('a fault has the focus, and leads to its field', async () => {
    await inTab(desktop, async (tab) => {
      await tab.goto('/operator/sign-in');
      await tab.getByRole('button', { name: 'Sign in' }).click();
      expect(await tab.evaluate<string>('document.activeElement.className')).toBe('govuk-error-summary');
      await tab.keyboard.press('Tab');
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate<string>('document.activeElement.id')).toBe('secret');
    });
  });
});
