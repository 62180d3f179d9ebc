import { randomUUID } from 'node:crypto';
import { type ApiAnswer, type ApiClient, eventually } from '@gatehouse/testing';
import { comparable } from '../testing/comparable-answer.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, messageTo, type Scene } from '../testing/scene.ts';

/** What the table of `tenancy.e2e.spec.ts` does not say: in how many ways a URL names the same, and what stays unsaid. */

let platform: PlatformProcess;
let own: Scene & { userId: string; email: string };
let stranger: Scene;

beforeAll(async () => {
  platform = await platformProcess();
  const { url, operator } = platform;
  const scene = await makeScene(url, operator, { name: 'Own' });
  stranger = await makeScene(url, operator, { name: 'Stranger' });
  const email = `${randomUUID()}@example.org`;
  own = { ...scene, email, userId: await makeUser(operator, email) };
  const membership = `/manage/users/${own.userId}/organisations/${own.organisationId}`;
  expect((await operator.put(membership, { roleId: 0 })).status).toBe(201);
  expect((await operator.put(`${membership}/services/${own.serviceId}`, {})).status).toBe(201);
});
afterAll(() => platform?.kill());

const unknown = () => randomUUID().toUpperCase();

const invitation = { sourceId: '1', given_name: 'Ann', family_name: 'Lee' };

/** Every path with a service in it. */
const ofService: Record<string, (client: ApiClient, service: string) => Promise<ApiAnswer>> = {
  roles: (client, service) => client.get(`/services/${service}/roles`),
  access: (client, service) =>
    client.get(`/services/${service}/organisations/${own.organisationId}/users/${own.userId}`),
  invitations: (client, service) =>
    client.post(`/services/${service}/invitations`, { ...invitation, email: `${randomUUID()}@example.org` }),
};

describe.each(Object.keys(ofService))('a service in the URL: %s', (name) => {
  const call = ofService[name] as (typeof ofService)[string];

  test('by id and client id, in any case', async () => {
    const { serviceId, clientId } = own;
    for (const text of [serviceId, serviceId.toLowerCase(), clientId, clientId.toUpperCase()]) {
      expect((await call(own.service, text)).status).toBe(name === 'invitations' ? 202 : 200);
      const refused = await call(stranger.service, text);
      expect(refused.status).toBe(403);
      expect(refused.text).not.toMatch(/Own|client-/);
    }
  });

  test('what names none is the same 404, whatever it looks like', async () => {
    // One that was made a moment ago may not be known yet: a write waits for it, so these wait together.
    const texts = [unknown(), 'no-such-client', 'operator', 'x'.repeat(200), '%20', '__proto__'];
    const answers = await Promise.all(texts.map((text) => call(own.service, text)));
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(comparable(answer)).toEqual(comparable(answers[0] as ApiAnswer));
    }
  });
});

test('an organisation or user in the URL that is none, is text, or is not the other’s: the same 404', async () => {
  const { service, serviceId, organisationId, userId } = own;
  const at = (organisation: string, user: string) =>
    service.get(`/services/${serviceId}/organisations/${organisation}/users/${user}`);
  const answers = await Promise.all([
    at(organisationId, unknown()),
    at(unknown(), userId),
    at(stranger.organisationId, userId),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect(comparable(answer)).toEqual(comparable(answers[0] as ApiAnswer));
  }
  for (const answer of [await at(organisationId, 'text'), await at('text', userId)])
    expect(answer.status).toBe(404);
});

test.each(['organisations', 'v2/organisations', 'organisationservices'])(
  'a user in /users/{id}/%s: in any case, and by the id alone',
  async (what) => {
    const read = (user: string) => own.service.get(`/users/${user}/${what}`);
    for (const text of [own.userId, own.userId.toLowerCase()]) expect((await read(text)).status).toBe(200);
    for (const text of ['text', own.email, '%00']) expect((await read(text)).status).toBe(404);
  },
);

test('an invited user is shown from the linking on; one who was invited by another is not', async () => {
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(platform.operator, email);
  const read = (client: ApiClient) => client.get(`/users/${userId}/organisationservices`);
  const before = await read(stranger.service);
  expect(comparable(before)).toEqual(
    comparable(await stranger.service.get(`/users/${unknown()}/organisationservices`)),
  );
  const body = { ...invitation, email };
  await stranger.service.post(`/services/${stranger.serviceId}/invitations`, body);
  await eventually(async () => expect((await read(stranger.service)).status).toBe(200));
  expect((await read(stranger.service)).body).toMatchObject({ userId, organisations: [] });
  expect(comparable(await read(own.service))).toEqual(comparable(before));
});

test('an email that is known, invited or new answers alike, and an idempotency key is each client’s own', async () => {
  const post = ({ service, serviceId }: Scene, email: string, headers = {}) =>
    service.post(`/services/${serviceId}/invitations`, { ...invitation, email }, headers);
  const invited = `${randomUUID()}@example.org`;
  const known = `${randomUUID()}@example.org`;
  await makeUser(platform.operator, known);
  const answers = await Promise.all([
    post(own, known),
    post(own, own.email),
    post(own, invited),
    post(own, `${randomUUID()}@example.org`),
  ]);
  answers.push(await post(stranger, invited));
  for (const answer of answers) {
    expect(comparable(answer).names).toEqual(comparable(answers[0] as ApiAnswer).names);
    expect(answer.status).toBe(202);
    expect(Object.keys(answer.body)).toEqual(['invitationId']);
  }
  const key = { 'idempotency-key': 'shared' };
  const [one, another] = [await post(own, invited, key), await post(stranger, invited, key)];
  expect(one?.body.invitationId).not.toBe(another?.body.invitationId);
  expect([one?.status, another?.status]).toEqual([202, 202]);
});

test('a path of the operator’s that is none is 403 for all others', async () => {
  expect((await own.service.get('/manage/nowhere')).status).toBe(403);
  expect((await platform.operator.get('/manage/nowhere')).status).toBe(404);
});

test('who is invited to where the policies do not let them is not told that they have access', async () => {
  const { operator, url } = platform;
  const { service, serviceId, organisationId } = await makeScene(url, operator, { name: 'Approvers only' });
  const policy = {
    name: 'Approvers',
    conditions: [{ field: 'organisation.role.id', operator: 'is', value: ['10000'] }],
    roles: [],
  };
  expect((await operator.put(`/manage/services/${serviceId}/policies/p`, policy)).status).toBe(201);
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(operator, email);
  const asked = { ...invitation, email, organisation: organisationId };
  expect((await service.post(`/services/${serviceId}/invitations`, asked)).status).toBe(202);
  const message = await messageTo(url, email);
  expect(message.subject).toBe('You have been invited to Approvers only');
  expect(message.text).toContain('you have not been given access');
  const access = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
  expect((await service.get(access)).status).toBe(404);
  expect((await service.get(`/users/${userId}/organisations`)).status).toBe(200);
});
