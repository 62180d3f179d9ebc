import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSite } from '@gatehouse/pages';
import { expectAccessible, HIDDEN_WIDTH, inBrowser, openedTab, pageWidths } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import type { BrowserContextOptions } from 'playwright-core';
import { assetEndpoints } from '../pages/home-page.ts';
import { documentationAssets, documentationViews } from './documentation-page.ts';
import { documentEndpoints, loadOpenApi } from './documents.ts';

const SECRET = 'the-secret-of-a-service';
const AUDIENCE = 'an-audience';

type Check = Parameters<typeof openedTab>[3];

interface Seen {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  contentType: string | undefined;
  body: string;
}

inBrowser('the documentation in a browser', (browser) => {
  let server: Server;
  let origin: string;
  const seen: Seen[] = [];

  /** Of the whole document, an operation of each kind: axe takes a quarter of a minute for all of them. */
  function someOf(openApi: string): string {
    const document = JSON.parse(openApi);
    const wanted = [
      '/manage/services/{serviceId}',
      '/manage/organisations/import',
      '/services/{serviceId}/invitations',
      '/users',
      '/livez',
    ];
    const paths = Object.fromEntries(wanted.map((name) => [name, document.paths[name]]));
    return JSON.stringify({ ...document, paths });
  }

  /** The documents as the gateway serves them; every other call is written down and answered 404. */
  async function serve(): Promise<Server> {
    const openApi = loadOpenApi();
    if (openApi === undefined) throw new Error('there is no document: npm run generate');
    const site = createSite({ identity: { name: 'Gatehouse' }, views: [documentationViews] });
    const endpoints = new Map([
      ...documentEndpoints(openApi, site, AUDIENCE),
      ...assetEndpoints([...site.assets.files, ...documentationAssets.files]),
    ]);
    const some = documentEndpoints(someOf(openApi), site, AUDIENCE).get('/docs');
    if (some !== undefined) endpoints.set('/docs/some', some);
    const listening = createServer(async (request, response) => {
      const endpoint = endpoints.get(request.url?.split('?', 1)[0] ?? '');
      if (endpoint !== undefined) return endpoint(response, request);
      const { authorization, 'content-type': contentType } = request.headers;
      const body = Buffer.concat(await request.toArray()).toString();
      seen.push({ method: request.method, url: request.url, authorization, contentType, body });
      response.writeHead(404, { 'content-type': 'application/problem+json', 'x-correlation-id': 'c-1' });
      response.end('{"detail":"There is <b>nothing</b> here"}');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return listening;
  }

  beforeAll(async () => {
    server = await serve();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    seen.length = 0;
  });
  afterAll(async () => {
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  });

  const opened = (hash: string, options: BrowserContextOptions, check: Check) =>
    openedTab(browser(), `${origin}/docs${hash}`, options, check);
  const openAll = 'for (const each of document.querySelectorAll("details")) each.open = true';

  describe.each(pageWidths)('%s', (_width, options) => {
    test('closed and all open: nothing refused, nothing to scroll sideways', async () => {
      await opened('', options, async (tab, complaints) => {
        expect(await tab.evaluate<number>(HIDDEN_WIDTH)).toBeLessThanOrEqual(0);
        await tab.evaluate(openAll);
        expect(await tab.evaluate<number>(HIDDEN_WIDTH)).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
      });
    });

    test('accessible', async () => {
      await opened('/some', options, async (tab) => {
        await tab.evaluate(
          'for (const each of document.querySelectorAll(".docs-operation")) each.open = true',
        );
        await expectAccessible(tab);
      });
    });
  });

  test('an address opens what it points at', async () => {
    await opened('#operatorPutService', {}, async (tab) => {
      expect(await tab.locator('#operatorPutService').getAttribute('open')).not.toBeNull();
      expect(await tab.locator('#listUsers').getAttribute('open')).toBeNull();
      await tab.locator('#operatorPutService a[href="#schema-Service"]').first().click();
      await tab.locator('#schema-Service .docs-members').first().waitFor();
    });
  });

  test('a call is signed in the page, sent as the form says, and its answer shown as text', async () => {
    await opened('#createInvitation', {}, async (tab, complaints) => {
      await tab.getByLabel('Client id').fill('school-meals');
      await tab.getByLabel('API secret').fill(SECRET);
      const form = tab.locator('#createInvitation form');
      await form.getByLabel('serviceId').fill('school meals/7');
      await form.getByLabel('Idempotency-Key').fill('once');
      await form.getByLabel('Body').fill('{"email":"a@example.org"}');
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('404 Not Found').waitFor();

      const [call] = seen;
      expect(call).toMatchObject({
        method: 'POST',
        url: '/services/school%20meals%2F7/invitations',
        contentType: 'application/json',
        body: '{"email":"a@example.org"}',
      });
      const claims = jwt.verify(call?.authorization?.replace('Bearer ', '') ?? '', SECRET, {
        algorithms: ['HS256'],
        issuer: 'school-meals',
        audience: AUDIENCE,
      });
      expect(claims).toMatchObject({ exp: expect.any(Number) });
      const result = form.locator('.docs-result');
      expect(await result.textContent()).toContain('x-correlation-id: c-1');
      expect(await result.textContent()).toContain('There is <b>nothing</b> here');
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    });
  });

  test('what a service serves is shown with its headers and how it is signed, and has nothing to try', async () => {
    await opened('#receiveCallback', {}, async (tab) => {
      const shown = tab.locator('#receiveCallback');
      expect(await shown.locator('form').count()).toBe(0);
      const text = await shown.textContent();
      expect(text).toContain('webhook-signature');
      expect(text).toContain('A JWT that the platform signs');
    });
  });

  test('the secret stays in the tab, and can be forgotten', async () => {
    await opened('#listUsers', {}, async (tab) => {
      await tab.getByLabel('API secret').fill(SECRET);
      await tab.reload();
      expect(await tab.getByLabel('API secret').inputValue()).toBe(SECRET);
      expect(await tab.evaluate<number>('localStorage.length + document.cookie.length')).toBe(0);
      await tab.getByRole('button', { name: 'Forget them' }).click();
      expect(await tab.evaluate<number>('sessionStorage.length')).toBe(0);
      expect(await tab.getByLabel('API secret').inputValue()).toBe('');

      const form = tab.locator('#listUsers form');
      await form.getByLabel('pageSize').fill('5');
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('sent without a token').waitFor();
      expect(seen).toMatchObject([{ method: 'GET', url: '/users?pageSize=5', authorization: undefined }]);
    });
  });

  test('a value that the path needs is asked for before anything is sent', async () => {
    await opened('#operatorGetInvitation', {}, async (tab) => {
      const form = tab.locator('#operatorGetInvitation form');
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('invitationId is needed').waitFor();
      expect(seen).toEqual([]);
    });
  });
});
