import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible, HIDDEN_WIDTH, inBrowser, openedTab, pageWidths } from '@gatehouse/testing';
import { languageFrom } from '@gatehouse/texts';
import express from 'express';
import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { faultyPage, samplePages } from '../testing/sample-pages.ts';
import { createPages } from './render.ts';

/** Read in the page, whose types the program does not have. */
const FOCUSED = 'document.activeElement.id || document.activeElement.textContent.trim()';
const STYLE_SHEETS = '[...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href)';

const names = Object.keys(samplePages);
const address = (name: string) => `/${encodeURIComponent(name)}`;
const pages = createPages({
  identity: {
    name: 'Gatehouse',
    supportUrl: 'https://help.example.org/',
    supportEmail: 'help@example.org',
    privacyUrl: 'https://example.org/privacy',
    accessibilityUrl: 'https://example.org/accessibility',
  },
  publicUrl: 'http://localhost',
});

function servePages(): Promise<Server> {
  const app = express();
  for (const { path, headers, content } of pages.site.assets.files) {
    app.get(path, (_request, response) => void response.set(headers).send(content));
  }
  app.get('/favicon.ico', (_request, response) => void response.status(204).end());
  app.get('/:name', (request, response) => {
    const page = samplePages[request.params.name];
    if (page === undefined) return void response.status(404).end();
    response.set('content-security-policy', "default-src 'self'");
    const language = languageFrom(String(request.query.lang)) ?? 'en';
    response.type('html').send(pages.render(page, { language, path: request.path }));
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

  const opened = (path: string, options: BrowserContextOptions, check: Parameters<typeof openedTab>[3]) =>
    openedTab(browser(), origin + path, options, check);

  const [desktop] = pageWidths;
  const narrow = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
  // Welsh is longer: it is checked where there is least room.
  const looks = [
    [desktop[0], 'en', desktop[1]],
    ['320 px', 'cy', narrow],
  ] as const;
  describe.each(looks)('%s, %s', (_width, language, options) => {
    test.each(names)('%s: accessible, nothing refused, nothing to scroll sideways', async (name) => {
      await opened(`${address(name)}?lang=${language}`, options, async (tab, complaints) => {
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
    await opened(address('register'), {}, async (tab) => {
      expect(await focusedInTurn(tab, 7)).toEqual([
        'Skip to main content',
        'Cymraeg',
        'Decline the invitation to School Meals Register for Oakfield Primary School',
        'givenName',
        'familyName',
        'code',
        'Accept invitation to School Meals Register',
      ]);
    });
  });

  test.each(['expired', 'locked'])('the keyboard reaches the button of %s', async (name) => {
    await opened(address(name), {}, async (tab) => {
      await focusedInTurn(tab, 3);
      expect(await tab.evaluate<string>('document.activeElement.className')).toContain('govuk-button');
    });
  });

  test('the error summary takes the focus, and its links lead to the fields', async () => {
    await opened(address('register with faults'), {}, async (tab) => {
      expect(await tab.evaluate<string>('document.activeElement.className')).toBe('govuk-error-summary');
      const links = tab.locator('.govuk-error-summary a');
      expect(await links.allTextContents()).toEqual(Object.values(faultyPage.errors));
      expect(await focusedInTurn(tab, 4)).toEqual(Object.values(faultyPage.errors));
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate<string>('document.activeElement.id')).toBe('code');
    });
  });

  test('works without scripts: the form posts the names, the code and what was shown', async () => {
    await opened(address('register'), { javaScriptEnabled: false }, async (tab) => {
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

  test('several: boxes are reached and changed by the keyboard, and what is ticked is posted', async () => {
    await opened(address('register, several'), { javaScriptEnabled: false }, async (tab) => {
      const boxes = tab.getByRole('checkbox');
      expect(await Promise.all([0, 1, 2].map((index) => boxes.nth(index).isChecked()))).toEqual([
        true,
        false,
        true,
      ]);
      await boxes.first().focus();
      await tab.keyboard.press('Space');
      await tab.getByLabel('Pupil Attendance Reports').press('Space');
      const [request] = await Promise.all([
        tab.waitForRequest((sent) => sent.method() === 'POST'),
        tab.getByRole('button', { name: 'Accept the ticked invitations' }).click(),
      ]);
      const form = new URLSearchParams(request.postData() ?? '');
      expect(form.get('shown')?.split(' ')).toHaveLength(3);
      expect(form.getAll('accept')).toEqual([
        '6B1B9C2E-0D34-4F56-8A78-9B0C1D2E3F41',
        '7C1B9C2E-0D34-4F56-8A78-9B0C1D2E3F42',
      ]);
    });
  });

  test('assets are kept by the browser for good', async () => {
    await opened(address('register'), {}, async (tab) => {
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
