import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { findBrowser, launchBrowser } from '@gatehouse/testing';
import express from 'express';
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { mountAssets } from './assets.ts';
import { renderPage } from './render.ts';
import { faultyPage, samplePages } from './testing/sample-pages.ts';

const CI = process.env.CI === 'true';
const path = findBrowser();
if (path === undefined && !CI) {
  process.stderr.write('SKIPPED pages in a browser: no chromium found, set CHROMIUM_PATH\n');
}
const inBrowser = path === undefined && !CI ? describe.skip : describe;

/** Read in the page, whose types the program does not have. */
const FOCUSED = 'document.activeElement.id || document.activeElement.textContent.trim()';
const STYLE_SHEETS = '[...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href)';

const names = Object.keys(samplePages);
const address = (name: string) => `/${encodeURIComponent(name)}`;

function servePages(): Promise<Server> {
  const app = express();
  mountAssets(app);
  app.get('/favicon.ico', (_request, response) => void response.status(204).end());
  app.get('/:name', (request, response) => {
    const page = samplePages[request.params.name];
    if (page === undefined) return void response.status(404).end();
    response.set('content-security-policy', "default-src 'self'");
    response.type('html').send(renderPage(page));
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
  });
}

inBrowser('pages in a browser', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    if (path === undefined)
      throw new Error('no chromium found, and in CI this suite must run: set CHROMIUM_PATH');
    server = await servePages();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser(path);
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  });

  /** Opens a page and gives it to `check` with what the browser complained of meanwhile. */
  async function opened(
    name: string,
    options: BrowserContextOptions,
    check: (tab: Tab, complaints: string[]) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const tab = await context.newPage();
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      tab.on('pageerror', (error) => complaints.push(error.message));
      tab.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
      });
      await tab.goto(origin + address(name));
      await tab.evaluate('document.fonts.ready.then(() => true)');
      await check(tab, complaints);
    } finally {
      await context.close();
    }
  }

  const widths = [
    ['desktop', { viewport: { width: 1_280, height: 900 } }],
    ['phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ] as const;

  describe.each(widths)('%s', (_width, options) => {
    test.each(names)('%s: accessible, nothing refused, nothing to scroll sideways', async (name) => {
      await opened(name, options, async (tab, complaints) => {
        const { violations } = await new AxeBuilder({ page: tab }).analyze();
        expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.target) }))).toEqual([]);
        expect(complaints).toEqual([]);
        const hidden = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await tab.evaluate<number>(hidden)).toBeLessThanOrEqual(0);
      });
    });
  });

  /** What has the focus after each press of the tab key, from the top of the page. */
  async function focusedInTurn(tab: Tab, presses: number): Promise<string[]> {
    const focused: string[] = [];
    for (let press = 0; press < presses; press += 1) {
      await tab.keyboard.press('Tab');
      focused.push(await tab.evaluate<string>(FOCUSED));
    }
    return focused;
  }

  test('the keyboard goes through the fields to the button, in order', async () => {
    await opened('register', {}, async (tab) => {
      expect(await focusedInTurn(tab, 5)).toEqual([
        'Skip to main content',
        'givenName',
        'familyName',
        'code',
        'Accept invitation to School Meals Register',
      ]);
    });
  });

  test.each(['expired', 'locked'])('the keyboard reaches the button of %s', async (name) => {
    await opened(name, {}, async (tab) => {
      await focusedInTurn(tab, 2);
      expect(await tab.evaluate<string>('document.activeElement.className')).toContain('govuk-button');
    });
  });

  test('the error summary takes the focus, and its links lead to the fields', async () => {
    await opened('register with faults', {}, async (tab) => {
      expect(await tab.evaluate<string>('document.activeElement.className')).toBe('govuk-error-summary');
      const links = tab.locator('.govuk-error-summary a');
      expect(await links.allTextContents()).toEqual(Object.values(faultyPage.errors));
      expect(await focusedInTurn(tab, 3)).toEqual(Object.values(faultyPage.errors));
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate<string>('document.activeElement.id')).toBe('code');
    });
  });

  test('works without scripts: the form posts the names, the code and what was shown', async () => {
    await opened('register', { javaScriptEnabled: false }, async (tab) => {
      await tab.getByLabel('First name').fill('Other');
      await tab.getByLabel('Verification code').fill('ABCD2345');
      const [request] = await Promise.all([
        tab.waitForRequest((sent) => sent.method() === 'POST'),
        tab.getByRole('button').click(),
      ]);
      const form = new URLSearchParams(request.postData() ?? '');
      expect(new URL(request.url()).pathname).toBe('/register/sample-token');
      expect([...form]).toEqual([
        ['shown', '5A1B9C2E-0D34-4F56-8A78-9B0C1D2E3F40'],
        ['givenName', 'Other'],
        ['familyName', 'Person'],
        ['code', 'ABCD2345'],
      ]);
    });
  });

  test('assets are kept by the browser for good', async () => {
    await opened('register', {}, async (tab) => {
      const sheets = await tab.evaluate<string[]>(STYLE_SHEETS);
      for (const sheet of sheets) {
        const response = await fetch(sheet);
        expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        expect(new URL(sheet).pathname).toMatch(/^\/assets\/[0-9a-f]{12}\//);
      }
      expect(sheets).toHaveLength(2);
    });
  });
});
