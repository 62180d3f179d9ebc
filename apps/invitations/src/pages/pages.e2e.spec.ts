import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible, HIDDEN_WIDTH, inBrowser, openedTab, pageWidths } from '@gatehouse/testing';
import express from 'express';
import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { mountAssets } from './assets.ts';
import { renderPage } from './render.ts';
import { faultyPage, samplePages } from './testing/sample-pages.ts';

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

inBrowser('pages in a browser', (browser) => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = await servePages();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  });

  const opened = (name: string, options: BrowserContextOptions, check: Parameters<typeof openedTab>[3]) =>
    openedTab(browser(), origin + address(name), options, check);

  describe.each(pageWidths)('%s', (_width, options) => {
    test.each(names)('%s: accessible, nothing refused, nothing to scroll sideways', async (name) => {
      await opened(name, options, async (tab, complaints) => {
        await expectAccessible(tab);
        expect(complaints).toEqual([]);
        expect(await tab.evaluate<number>(HIDDEN_WIDTH)).toBeLessThanOrEqual(0);
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
