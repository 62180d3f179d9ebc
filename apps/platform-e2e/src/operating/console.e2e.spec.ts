import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiClient,
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  makeCertificate,
  trustCertificate,
} from '@gatehouse/testing';
import { consoleVisitor, readPage } from '../testing/console-visitor.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

let platform: PlatformProcess;
let receiver: CallbackReceiver;
let scene: Scene;

beforeAll(async () => {
  receiver = await callbackReceiver();
  platform = await platformProcess({ env: { DELIVERY_SCHEDULE: '0' } });
  scene = await makeScene(platform.url, platform.operator);
});
afterAll(async () => {
  await platform?.close();
  await receiver?.close();
});

async function operator() {
  const visitor = consoleVisitor(platform.url);
  expect((await visitor.signIn(platform.operatorSecret)).status).toBe(303);
  return visitor;
}

const invite = (email: string, callback?: string) =>
  scene.service.post(`/services/${scene.serviceId}/invitations`, {
    ...{ sourceId: email, given_name: 'Ada', family_name: 'Lovelace', email, callback },
    organisation: scene.organisationId,
  });

test('every section of the pages answers, without script and without the operator’s secret', async () => {
  const visitor = await operator();
  const sections = [
    '',
    '/deliveries',
    '/deliveries/redeliver',
    '/dead-letters',
    '/services',
    '/invitations',
    '/users',
  ];
  for (const section of [...sections, '/organisations', '/audit', `/services/${scene.serviceId}`]) {
    const page = await visitor.open(`/operator${section}`);
    expect([section, page.status]).toEqual([section, 200]);
    expect(page.html).not.toContain(platform.operatorSecret);
    expect(page.html).not.toContain('<script');
  }
  expect(readPage(await visitor.open('/operator'))).toMatch(/App notifier State ready/);
});

test('a failed callback is found, and sent again', async () => {
  const email = 'ann@school.example';
  await makeUser(platform.operator, email);
  receiver.answer('/called', 500, 204);
  await invite(email, `${receiver.url}/called`);
  await receiver.waitFor('/called');
  const visitor = await operator();
  const path = await eventually(async () => {
    const { html } = await visitor.open(
      `/operator/deliveries?status=failed&serviceId=${scene.clientId}&kind=callback`,
    );
    const found = /href="(\/operator\/deliveries\/[0-9A-F-]{36})"/.exec(html)?.[1];
    if (found === undefined) throw new Error('it has not failed yet');
    return found;
  });
  const page = await visitor.open(path);
  expect(readPage(page)).toContain(`${receiver.url}/called`);
  const answer = await visitor.submit(page, `${path}/redeliver`);
  expect(answer).toMatchObject({ status: 303, location: `${path}?done=redelivered` });
  const [first, second] = await receiver.waitFor('/called', 2);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  await eventually(async () => expect(readPage(await visitor.open(path))).toContain('Status delivered'));
});

test('what failed is counted before it is sent again', async () => {
  const emails = ['cat@school.example', 'dan@school.example'];
  receiver.answer('/many', 500);
  for (const email of emails) {
    await makeUser(platform.operator, email);
    await invite(email, `${receiver.url}/many`);
  }
  const visitor = await operator();
  const path = '/operator/deliveries/redeliver';
  const form = await visitor.open(path);
  const fields = { status: 'failed', since: '2026-01-01', serviceId: scene.clientId, kind: 'callback' };
  await eventually(async () => {
    const counted = await visitor.submit(form, path, { ...fields, do: 'count' });
    expect(readPage(counted)).toContain('Found 2 deliveries');
  });
  expect(await receiver.waitFor('/many', 2)).toHaveLength(2);
});

test('the audit says who changed what', async () => {
  const visitor = await operator();
  await eventually(async () => {
    const page = await visitor.open(`/operator/audit?entity=${scene.serviceId}&type=service`);
    expect(readPage(page)).toContain(`Who operator Did created What service ${scene.serviceId}`);
  });
});

test('an invitation is sent again, and revoked', async () => {
  const { invitationId } = (await invite('bob@school.example')).body;
  const visitor = await operator();
  const path = `/operator/invitations/${invitationId}`;
  const page = await eventually(async () => {
    const open = await visitor.open(path);
    expect(readPage(open)).toContain('Status open');
    return open;
  });
  expect((await visitor.submit(page, `${path}/resend`)).location).toBe(`${path}?done=resent`);
  const asked = await visitor.open(`${path}/revoke`);
  expect(readPage(asked)).toContain('bob@school.example');
  const revoked = await visitor.submit(asked, `${path}/revoke`);
  expect(readPage(await visitor.open(revoked.location ?? ''))).toContain('Status revoked');
});

test('a rotated secret is shown once, works, and the old one stops', async () => {
  const { serviceId, clientId, service } = await makeScene(platform.url, platform.operator);
  const path = `/operator/services/${serviceId}/rotate`;
  const visitor = await operator();
  const asked = await visitor.open(path);
  const answer = await visitor.submit(asked, path, { overlapSeconds: '0' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const secret = /id="secret">([A-Za-z0-9+/]{43}=)</.exec(answer.html)?.[1] ?? '';
  expect((await apiClient(platform.url, clientId, secret).get('/users')).status).toBe(200);
  expect((await service.get('/users')).status).toBe(401);
  expect((await visitor.submit(asked, path, { overlapSeconds: '0' })).status).toBe(409);
});

test('a session outlives kill -9 of the platform, and ends with another operator’s secret', async () => {
  const { dataDir } = platform;
  const visitor = await operator();
  await platform.close();
  platform = await platformProcess({ dataDir, env: { DELIVERY_SCHEDULE: '0' } });
  const after = consoleVisitor(platform.url);
  for (const [name, value] of visitor.cookies) after.cookies.set(name, value);
  expect((await after.open('/operator/users')).status).toBe(200);

  await platform.close();
  const OPERATOR_SECRET = 'another secret of the operator';
  platform = await platformProcess({ dataDir, env: { OPERATOR_SECRET, DELIVERY_SCHEDULE: '0' } });
  const ended = consoleVisitor(platform.url);
  for (const [name, value] of visitor.cookies) ended.cookies.set(name, value);
  expect(await ended.open('/operator/users')).toMatchObject({
    status: 303,
    location: '/operator/sign-in?to=%2Foperator%2Fusers',
  });
});

test('OPERATOR_CONSOLE=false: 404', async () => {
  const without = await platformProcess({ env: { OPERATOR_CONSOLE: 'false' } });
  try {
    const visitor = consoleVisitor(without.url);
    for (const path of ['/operator', '/operator/sign-in', '/operator/users']) {
      expect([path, (await visitor.open(path)).status]).toEqual([path, 404]);
    }
  } finally {
    await without.close();
  }
});

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-console-'));
const certificate = makeCertificate(folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** Skipped where there is no openssl to make a certificate with. */
(certificate === undefined ? test.skip : test)(
  'with https: cookies are for https alone, and the console reaches the gateway',
  async () => {
    if (certificate === undefined) return;
    const distrust = trustCertificate(certificate);
    const { certFile: TLS_CERT, keyFile: TLS_KEY } = certificate;
    const secure = await platformProcess({ env: { TLS_CERT, TLS_KEY } });
    try {
      const visitor = consoleVisitor(secure.url);
      const answer = await visitor.signIn(secure.operatorSecret);
      expect(answer.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
      expect(readPage(await visitor.open('/operator'))).toContain('App console State ready');
    } finally {
      await secure.close();
      distrust();
    }
  },
);
