import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CallbackReceiver, callbackReceiver, clientToken, eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';
import { acceptByPage, linkAndCode, mailboxOf, makeScene, messageTo } from '../testing/scene.ts';
import { signInWithSecrets } from '../testing/secrets-of-sign-in.ts';

/** Texts that appear nowhere else, so that finding one anywhere says that it got there. */
const mark = () => `q${randomUUID().replaceAll('-', '')}`;

let platform: PlatformProcess;
let receiver: CallbackReceiver;
const secrets = new Map<string, string>();
const answers: string[] = [];

function secret(what: string, text = mark()): string {
  secrets.set(what, text);
  return text;
}

beforeAll(async () => {
  [platform, receiver] = await Promise.all([
    platformProcess({ env: { LOG_LEVEL: 'trace', DELIVERY_SCHEDULE: '0,1' } }),
    callbackReceiver(),
  ]);
});
afterAll(async () => {
  await receiver?.close();
  await platform?.kill();
});

async function playEverything(): Promise<void> {
  const scene = await makeScene(platform.url, platform.operator);
  const { serviceId, organisationId, service } = scene;
  secret('the API secret', scene.apiSecret);
  secret('the operator’s secret', platform.operatorSecret);
  const rotated = await platform.operator.post(`/manage/services/${serviceId}/secret`);
  secret('the rotated secret', rotated.body.apiSecret);
  const forSignIn = await platform.operator.post(`/manage/services/${serviceId}/client-secret`);
  secret('the client secret', forSignIn.body.clientSecret);
  secret('the token', clientToken(scene.clientId, scene.apiSecret));
  secret('the operator’s token', clientToken('operator', platform.operatorSecret));

  const person = (name: string) => ({
    given_name: secret(`${name}’s given name`),
    family_name: secret(`${name}’s family name`),
    email: `${secret(`${name}’s email`)}@example.org`,
  });
  const invite = (body: Record<string, unknown>, headers = {}) =>
    service.post(
      `/services/${serviceId}/invitations`,
      { sourceId: secret('a source id'), organisation: organisationId, ...body },
      headers,
    );

  const known = person('a known user');
  await platform.operator.post('/manage/users', known);
  await invite({ ...known, callback: `${receiver.url}/${secret('a callback')}?${secret('its query')}` });
  const failing = `/${secret('a failing callback')}`;
  receiver.answer(failing, (response) => response.writeHead(500).end(secret('an answer')));
  await invite({ ...known, callback: receiver.url + failing });
  await receiver.waitFor(failing, 2);

  const fresh = person('a new person');
  const key = { 'idempotency-key': secret('an idempotency key') };
  await invite(
    { ...fresh, inviteSubjectOverride: secret('a subject'), inviteBodyOverride: secret('a text') },
    key,
  );
  const first = linkAndCode(await messageTo(platform.url, fresh.email));
  secret('the first token', first.link.split('/').at(-1));
  secret('the first code', first.code);
  await acceptByPage(first.link, secret('a wrong code'));
  const [open] = (await platform.operator.get(`/manage/invitations?email=${fresh.email}`)).body.invitations;
  await platform.operator.post(`/manage/invitations/${open.id}/resend`);
  const second = linkAndCode(await messageTo(platform.url, fresh.email, 2));
  secret('the second token', second.link.split('/').at(-1));
  secret('the second code', second.code);
  const names = { givenName: secret('a corrected name') };
  expect((await acceptByPage(second.link, second.code, names)).status).toBe(303);
  await eventually(async () => {
    const { body } = await platform.operator.get('/manage/deliveries?status=pending');
    expect(body.numberOfRecords).toBe(0);
  });

  const faulty = person('a refused person');
  const refused = [
    await invite({ ...faulty, email: `${faulty.email}@@` }),
    await invite({ ...faulty, callback: secret('no url'), userRedirect: secret('no redirect') }),
    await invite({ ...faulty, organisation: secret('no organisation') }),
    await platform.operator.put(`/manage/users/${randomUUID()}`, { ...known, status: 1 }),
    await platform.operator.put(`/manage/users/${randomUUID()}`, { ...faulty, status: secret('no status') }),
    await platform.operator.get(`/manage/users?email=${faulty.email}&page=0`),
    await platform.operator.get(`/manage/nowhere/${secret('a path')}?${secret('a query')}=1`),
    await service.get(`/organisations/12345678/users?email=${secret('a searched email')}&email=x`),
    await service.get(`/users/${secret('no user')}/organisations`),
  ];
  const raw = [
    rawRequest(`GET /users?${secret('a raw query')}`, [
      `authorization: Bearer ${secret('a forged token')}.e30.x`,
    ]),
    rawRequest(`GET /users`, [`authorization: ${secret('a malformed token')}`]),
    `GET /${secret('a broken path')} HTTP/9\r\n${secret('a broken header')}\r\n\r\n`,
    rawRequest(`POST /register/${secret('no link')}`, ['content-type: text/plain', 'content-length: 1'], 'x'),
    rawRequest(`GET /register/${secret('a broken link')}%zz`, []),
  ];
  for (const bytes of raw) answers.push((await sendRaw(platform.url, bytes)).body);
  answers.push(...refused.map(({ text }) => text));
  await mailboxOf(platform.url, known.email);
}

/** What is nobody's to read in an event: all that signs somebody in. */
const signsIn = new Map<string, string>();

/** What each app tells of itself, in numbers. */
async function metricsOf(output: string): Promise<string> {
  const ports = [...output.matchAll(/"port":(\d+),"msg":"[a-z-]+ listens"/g)].map(([, port]) => port);
  const texts = ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  return (await Promise.all(texts)).join('\n');
}

test('of all that was secret or personal nothing is in what the process wrote', async () => {
  await playEverything();
  const before = new Set(secrets.keys());
  answers.push(...(await signInWithSecrets(platform, secret)));
  for (const [what, text] of secrets) if (!before.has(what)) signsIn.set(what, text);
  const metrics = await metricsOf(platform.output());
  expect(metrics).toContain('gatehouse_');
  expect([...secrets].filter(([, text]) => metrics.includes(text))).toEqual([]);
  expect(await platform.stop()).toBe(0);
  const output = platform.output();
  expect(output).toContain('"level":"debug"');
  expect(secrets.size).toBeGreaterThan(40);
  const found = [...secrets].filter(([, text]) => output.includes(text)).map(([what]) => what);
  expect(found).toEqual([]);
  const inBase64 = [...secrets].filter(([, text]) =>
    output.includes(Buffer.from(text).toString('base64').slice(0, -4)),
  );
  expect(inBase64).toEqual([]);
  expect(output).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|example\.org|\/register\/[A-Za-z0-9_-]{20,}/);
});

test('nothing that signs somebody in is in an event', () => {
  const log = ['events.sqlite', 'events.sqlite-wal'].map((name) => join(platform.dataDir, name));
  const events = log.filter(existsSync).map((file) => readFileSync(file, 'latin1'));
  expect(events.join('')).toContain('gatehouse.signin.challenge.v1');
  expect(signsIn.size).toBeGreaterThan(20);
  // The address is the challenge's: whose it is decides what is sent.
  const found = [...signsIn].filter(
    ([what, text]) => what !== 'who signs in' && events.some((each) => each.includes(text)),
  );
  expect(found.map(([what]) => what)).toEqual([]);
});

test('nor in any refusal', () => {
  const text = answers.join('\n');
  expect(text).toContain('"errors"');
  const found = [...secrets].filter(([, each]) => text.includes(each)).map(([what]) => what);
  // A wrong page number is repeated, as the contract has it; nothing else that was sent is.
  expect(found).toEqual([]);
});
