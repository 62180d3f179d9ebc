import type { ServerResponse } from 'node:http';
import {
  type CallbackReceiver,
  callbackReceiver,
  complaintsOf,
  eventually,
  inBrowser,
} from '@gatehouse/testing';
import type { Page as Tab } from 'playwright-core';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { linkAndCode, makeScene, messageTo, type Scene } from '../testing/scene.ts';

/** A browser holds a form's redirects, every hop of them, to the policy of the page that the form is on. */
inBrowser('the browser arrives at the service', (browser) => {
  let platform: PlatformProcess;
  let service: CallbackReceiver;
  let signIn: CallbackReceiver;
  let moved: CallbackReceiver;

  beforeAll(async () => {
    [platform, service, signIn, moved] = await Promise.all([
      platformProcess(),
      callbackReceiver(),
      callbackReceiver(),
      callbackReceiver(),
    ]);
    const page = (title: string) => `<!doctype html><title>${title}</title><h1>${title}</h1>`;
    const shows = (title: string) => (response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page(title));
    service.answer('/start', (response) =>
      response.writeHead(302, { location: `${signIn.url}/authorize` }).end(),
    );
    signIn.answer('/authorize', (response) => response.writeHead(302, { location: '/sign-in' }).end());
    signIn.answer('/sign-in', shows('Sign in'));
    moved.answer('/moved', shows('Moved'));
  });
  afterAll(async () => {
    await platform?.kill();
    await Promise.all([service?.close(), signIn?.close(), moved?.close()]);
  });

  const sceneAt = (redirectUri: string, name = 'School Meals') =>
    makeScene(platform.url, platform.operator, { redirectUris: [redirectUri], name });

  async function invite({ service: client, serviceId }: Scene, email: string): Promise<string> {
    const body = { sourceId: '1', given_name: 'Ann', family_name: 'Lee', email };
    const answer = await client.post(`/services/${serviceId}/invitations`, body);
    expect(answer.status).toBe(202);
    return answer.body.invitationId;
  }

  /** Opens the link, lets `meanwhile` happen, and sends the form. */
  async function accepted(email: string, meanwhile: () => Promise<void>, arrival: string): Promise<void> {
    const { link, code } = linkAndCode(await messageTo(platform.url, email));
    const context = await browser().newContext();
    const tab: Tab = await context.newPage();
    const complaints = complaintsOf(tab);
    await tab.goto(link);
    await meanwhile();
    await tab.getByLabel('Verification code').fill(code);
    await tab.getByRole('button', { name: /^Accept/ }).click();
    await tab.waitForURL(arrival);
    expect(complaints).toEqual([]);
    await context.close();
  }

  test('where its start page redirects to a sign-in of another origin', async () => {
    const scene = await sceneAt(`${service.url}/start`);
    await invite(scene, 'third-origin@example.org');
    await accepted('third-origin@example.org', async () => {}, `${signIn.url}/sign-in`);
  });

  test('where the first of two invitations is revoked between page and form', async () => {
    const first = await sceneAt(`${service.url}/start`);
    const second = await sceneAt(`${moved.url}/moved`, 'School Buses');
    const email = 'revoked-first@example.org';
    const revoked = await invite(first, email);
    const { link } = linkAndCode(await messageTo(platform.url, email));
    await invite(second, email);
    await eventually(async () => expect(await (await fetch(link)).text()).toContain('School Buses'));
    const revoke = async () => {
      expect((await platform.operator.delete(`/manage/invitations/${revoked}`)).status).toBe(204);
    };
    await accepted(email, revoke, `${moved.url}/moved`);
  });

  test('where its redirect URIs change between page and form', async () => {
    const scene = await sceneAt(`${service.url}/start`);
    await invite(scene, 'changed-uris@example.org');
    const change = async () => {
      const { clientId, serviceId } = scene;
      const details = { clientId, name: 'School Meals', redirectUris: [`${moved.url}/moved`] };
      expect((await platform.operator.put(`/manage/services/${serviceId}`, details)).status).toBe(200);
    };
    await accepted('changed-uris@example.org', change, `${moved.url}/moved`);
  });
});
