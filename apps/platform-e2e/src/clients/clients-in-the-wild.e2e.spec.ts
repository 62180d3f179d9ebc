import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiAnswer,
  type CallbackReceiver,
  callbackReceiver,
  eventually,
  makeCertificate,
  trustCertificate,
} from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

/** Clients of the API as it was before this platform: over https, with tokens and addresses as each of them makes them. */

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-https-'));
const certificate = makeCertificate(folder);
const PEOPLE = 600;
const PAGE_SIZE = 275;
/** The default. */
const RATE_LIMIT_PER_MINUTE = '3000';

let platform: PlatformProcess;
let receiver: CallbackReceiver;
let scene: Scene;
let child: Scene;
const userIds: string[] = [];
let distrust = () => {};

/** Skipped where there is no openssl to make a certificate with. */
const overHttps = certificate === undefined ? describe.skip : describe;
afterAll(() => rmSync(folder, { recursive: true }));

function signed(claims: object, options: jwt.SignOptions = {}): string {
  const payload = { iss: scene.clientId, aud: 'signin.education.gov.uk', ...claims };
  return jwt.sign(payload, scene.apiSecret, { algorithm: 'HS256', noTimestamp: true, ...options });
}

const seconds = () => Math.floor(Date.now() / 1_000);

/** Each way in which clients make their header. */
const headers: Record<string, () => string> = {
  'bearer, no exp': () => `bearer ${signed({})}`,
  'Bearer, no exp': () => `Bearer ${signed({})}`,
  'bearer, exp a minute ahead': () => `bearer ${signed({ exp: seconds() + 60 })}`,
  'Bearer, iat, exp a minute ahead': () => `Bearer ${signed({ iat: seconds(), exp: seconds() + 60 })}`,
  'BEARER, nbf, aud as a list': () =>
    `BEARER ${signed({ nbf: seconds(), aud: ['signin.education.gov.uk'] })}`,
};

async function call(path: string, { authorization = `bearer ${signed({})}`, body }: Sent = {}) {
  const response = await fetch(`${platform.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as ApiAnswer['body'] };
}
interface Sent {
  authorization?: string | undefined;
  body?: object;
}

overHttps('over https', () => {
  beforeAll(async () => {
    if (certificate === undefined) return;
    distrust = trustCertificate(certificate);
    receiver = await callbackReceiver();
    const { certFile: TLS_CERT, keyFile: TLS_KEY } = certificate;
    platform = await platformProcess({ env: { TLS_CERT, TLS_KEY, RATE_LIMIT_PER_MINUTE } });
    const { operator } = platform;
    scene = await makeScene(platform.url, operator, { name: 'Parent' });
    child = await makeScene(platform.url, operator, { name: 'Child', parentId: scene.serviceId });
    const grant = async () => {
      const userId = await makeUser(operator, `${randomUUID()}@example.org`);
      const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
      expect((await operator.put(membership, { roleId: 0 })).status).toBe(201);
      // On a busy machine the membership may be known later than a request waits for it.
      await eventually(async () => {
        const granted = await operator.put(`${membership}/services/${scene.serviceId}`, {
          roles: ['READER'],
        });
        expect(granted.status).toBe(201);
      });
      userIds.push(userId);
    };
    for (let made = 0; made < PEOPLE; made += 20) await Promise.all(Array.from({ length: 20 }, grant));
  });
  afterAll(async () => {
    await platform?.kill();
    await receiver?.close();
    distrust();
  });

  const inAnyCase = (text: string) => [text, text.toLowerCase(), text.toUpperCase()];

  test.each(Object.keys(headers))('%s: any service in the URL, by any of its names', async (name) => {
    const [userId] = userIds;
    for (const { serviceId, clientId } of [scene, child]) {
      for (const service of [serviceId, clientId].flatMap(inAnyCase)) {
        const authorization = headers[name]?.();
        const roles = await call(`/services/${service}/roles`, { authorization });
        expect(roles).toEqual({ status: 200, body: [{ name: 'Reader', code: 'READER', status: 'Active' }] });
        const path = `/services/${service}/organisations/${scene.organisationId}/users/${userId}`;
        const access = await call(path, { authorization });
        expect(access.status).toBe(serviceId === scene.serviceId ? 200 : 404);
        if (access.status === 200) expect(access.body).toMatchObject({ userId, serviceId });
      }
    }
  });

  test('all users by pages of 275, as far as numberOfPages says', async () => {
    await eventually(async () => expect((await call('/users')).body.numberOfRecords).toBe(PEOPLE));
    for (const filter of ['', '&status=1']) {
      const found: string[] = [];
      for (let page = 1, pages = 1; page <= pages; page++) {
        const { status, body } = await call(`/users?page=${page}&pageSize=${PAGE_SIZE}${filter}`);
        expect(status).toBe(200);
        expect(body).toMatchObject({ page, numberOfRecords: PEOPLE, numberOfPages: 3 });
        pages = body.numberOfPages;
        found.push(...body.users.map((user: { userId: string }) => user.userId));
      }
      expect(found.toSorted()).toEqual(userIds.toSorted());
    }
  });

  test('600 pages, one after the other, by a client that never tries again', async () => {
    for (let page = 1; page <= PEOPLE; page++) {
      expect((await call(`/users?page=${page}&pageSize=1`)).status).toBe(200);
    }
  });

  test.each(Object.keys(headers))('%s: an invitation, and its callback verified', async (name) => {
    const email = `${randomUUID()}@example.org`;
    const userId = await makeUser(platform.operator, email);
    const path = `/callback-${randomUUID()}`;
    const body = {
      sourceId: 'user_id_in_your_service',
      given_name: 'Given',
      family_name: 'Family',
      email,
      callback: `${receiver.url}${path}`,
    };
    const service = scene.clientId.toUpperCase();
    const asked = await call(`/services/${service}/invitations`, { authorization: headers[name]?.(), body });
    expect(asked).toEqual({ status: 202, body: { invitationId: expect.any(String) } });
    const [callback] = await receiver.waitFor(path);
    expect(JSON.parse(callback?.body ?? '')).toEqual({ sub: userId, sourceId: 'user_id_in_your_service' });
    const token = callback?.headers.authorization?.replace(/^bearer /i, '') ?? '';
    // As clients verify it: with the same secret as the request's.
    expect(jwt.verify(token, scene.apiSecret)).toMatchObject({ iss: 'signin.education.gov.uk' });
    expect((await call(`/users/${userId.toLowerCase()}/organisationservices`)).status).toBe(200);
  });

  test('links in emails begin with https', async () => {
    const email = `${randomUUID()}@example.org`;
    const body = { sourceId: 1, given_name: 'Given', family_name: 'Family', email };
    expect((await call(`/services/${scene.serviceId}/invitations`, { body })).status).toBe(202);
    await eventually(async () => {
      const messages = (await (await fetch(`${platform.url}/mailbox/messages?to=${email}`)).json()) as {
        text: string;
      }[];
      expect(messages[0]?.text).toMatch(/https:\/\/localhost:\d+\/register\//);
    });
  });
});
