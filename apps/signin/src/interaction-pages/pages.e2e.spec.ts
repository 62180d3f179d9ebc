import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible, HIDDEN_WIDTH, inBrowser, openedTab, pageWidths } from '@gatehouse/testing';
import { type Language, languageFrom } from '@gatehouse/texts';
import express from 'express';
import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { overPages, samplePages } from '../testing/sample-pages.ts';
import { pathsOf } from './paths.ts';
import { createInteractionPages } from './render.ts';

/** Read in the page, whose types the program does not have. */
const FOCUSED = 'document.activeElement.id || document.activeElement.textContent.trim()';

const names = [...Object.keys(samplePages), ...Object.keys(overPages)];
const address = (name: string) => `/${encodeURIComponent(name)}`;
const pages = createInteractionPages({ name: 'Gatehouse', supportEmail: 'help@example.org' }, undefined);

function rendered(name: string, language: Language, path: string): string | undefined {
  const [page, over] = [samplePages[name], overPages[name]];
  if (over !== undefined) return pages.renderOver(over, { language, path });
  const frame = {
    serviceName: 'School Meals Register',
    paths: pathsOf('sample', language),
    token: 'a-token',
  };
  return page && pages.render(page, { language, path }, frame);
}

function servePages(): Promise<Server> {
  const app = express();
  for (const { path, headers, content } of pages.site.assets.files) {
    app.get(path, (_request, response) => void response.set(headers).send(content));
  }
  app.get('/favicon.ico', (_request, response) => void response.status(204).end());
  app.get('/:name', (request, response) => {
    const html = rendered(
      request.params.name,
      languageFrom(String(request.query.lang)) ?? 'en',
      request.path,
    );
    if (html === undefined) return void response.status(404).end();
    response.set('content-security-policy', "default-src 'self'");
    response.type('html').send(html);
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
  });
}

inBrowser('pages of a sign-in in a browser', (browser) => {
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
  // A page at 400 % of 1,280 pixels has 320.
  const narrow = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
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

  const turns: [string, string[]][] = [
    ['address', ['email', 'Continue', 'Go back to School Meals Register without signing in']],
    ['code', ['code', 'Continue', 'Send it again', 'Use another email address']],
    ['names', ['givenName', 'familyName', 'Create account and sign in', 'Use another email address']],
    ['organisation', ['organisation-2', 'Continue', 'Sign in as somebody else']],
  ];
  test.each(turns)('the keyboard goes through %s in order', async (name, expected) => {
    await opened(address(name), {}, async (tab) => {
      const focused = await focusedInTurn(tab, 2 + expected.length);
      expect(focused).toEqual(['Skip to main content', 'Cymraeg', ...expected]);
    });
  });

  test('the error summary takes the focus, and its links lead to the fields', async () => {
    await opened(address('names with faults'), {}, async (tab) => {
      expect(await tab.evaluate<string>('document.activeElement.className')).toBe('govuk-error-summary');
      await focusedInTurn(tab, 2);
      await tab.keyboard.press('Enter');
      expect(await tab.evaluate<string>('document.activeElement.id')).toBe('familyName');
    });
  });

  test('works without scripts: the form posts the code and its token', async () => {
    await opened(address('code'), { javaScriptEnabled: false }, async (tab) => {
      await tab.getByLabel('Code from the email').fill('0123 4567');
      const [request] = await Promise.all([
        tab.waitForRequest((sent) => sent.method() === 'POST'),
        tab.getByRole('button', { name: 'Continue' }).click(),
      ]);
      expect(new URL(request.url()).pathname).toBe('/sign-in/sample/code');
      expect([...new URLSearchParams(request.postData() ?? '')]).toEqual([
        ['token', 'a-token'],
        ['code', '0123 4567'],
      ]);
    });
  });

  test.each([true, false])(
    'the page that waits looks again by itself, scripts allowed: %s',
    async (javaScriptEnabled) => {
      await opened(address('wait'), { javaScriptEnabled }, async (tab) => {
        const again = await tab.waitForRequest((sent) => sent.isNavigationRequest());
        expect(new URL(again.url()).pathname).toBe('/wait');
      });
    },
  );
});
