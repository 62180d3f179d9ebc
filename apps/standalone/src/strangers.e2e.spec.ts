import { randomUUID } from 'node:crypto';
import { type ApiAnswer, type ApiClient, eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from './testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from './testing/scene.ts';

/** A parent with a child, a grandchild and a stranger; each has a user of its own. */
interface Party extends Scene {
  userId: string;
  email: string;
}

let platform: PlatformProcess;
let parent: Party;
let child: Party;
let grandchild: Party;
let stranger: Party;
let seesAll: Party;

async function makeParty(service: Record<string, unknown> = {}): Promise<Party> {
  const scene = await makeScene(platform.url, platform.operator, service);
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(platform.operator, email);
  const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
  const { operator } = platform;
  expect((await operator.put(membership, { roleId: 0 })).status).toBe(201);
  expect(
    (await operator.put(`${membership}/services/${scene.serviceId}`, { roles: ['READER'] })).status,
  ).toBe(201);
  return { ...scene, userId, email };
}

beforeAll(async () => {
  platform = await platformProcess();
  parent = await makeParty({ name: 'Parent' });
  child = await makeParty({ name: 'Child', parentId: parent.serviceId });
  grandchild = await makeParty({ name: 'Grandchild', parentId: child.serviceId });
  stranger = await makeParty({ name: 'Stranger' });
  seesAll = await makeParty({ name: 'Sees all', params: { canViewAllUsers: 'true' } });
});
afterAll(() => platform?.kill());

const unknown = () => randomUUID().toUpperCase();

/** What a refusal tells, without what is each time another. */
function told({ status, headers, body }: ApiAnswer) {
  const { correlationId: _each, ...rest } = body;
  const names = [...headers.keys()].filter((name) => name !== 'date').sort();
  return { status, names, rest };
}

const invitation = { sourceId: '1', given_name: 'Ann', family_name: 'Lee' };

/** Every path with a service in it. */
const ofService: Record<string, (client: ApiClient, service: string, party: Party) => Promise<ApiAnswer>> = {
  roles: (client, service) => client.get(`/services/${service}/roles`),
  access: (client, service, { organisationId, userId }) =>
    client.get(`/services/${service}/organisations/${organisationId}/users/${userId}`),
  invitations: (client, service) =>
    client.post(`/services/${service}/invitations`, { ...invitation, email: `${randomUUID()}@example.org` }),
};

describe.each(Object.keys(ofService))('a service in the URL: %s', (name) => {
  const call = ofService[name] as (typeof ofService)[string];
  const right = name === 'invitations' ? 202 : 200;

  test('one’s own and a child’s, by id and client id, in any case', async () => {
    for (const party of [parent, child]) {
      const { serviceId, clientId } = party;
      for (const text of [serviceId, serviceId.toLowerCase(), clientId, clientId.toUpperCase()]) {
        expect((await call(parent.service, text, party)).status).toBe(right);
      }
    }
  });

  test('a stranger’s, a grandchild’s and the parent’s are 403; an unknown one is 404', async () => {
    const [first, ...others] = await Promise.all([
      call(stranger.service, parent.serviceId, parent),
      call(stranger.service, parent.clientId, parent),
      call(parent.service, grandchild.serviceId, grandchild),
      call(child.service, parent.serviceId, parent),
      call(parent.service, stranger.serviceId, stranger),
    ]);
    expect(first?.status).toBe(403);
    for (const answer of others) expect(told(answer)).toEqual(told(first as ApiAnswer));
    expect(first?.text).not.toMatch(/Parent|client-/);
    const nobody = await call(stranger.service, unknown(), parent);
    expect(nobody.status).toBe(404);
    // One that was made a moment ago may not be known yet: a write waits for it, so these wait together.
    const texts = ['no-such-client', 'operator', 'x'.repeat(200), '%20', '__proto__'];
    const answers = await Promise.all(texts.map((text) => call(stranger.service, text, parent)));
    for (const answer of answers) expect(told(answer)).toEqual(told(nobody));
  });

  test('the operator acts for any that exists', async () => {
    expect((await call(platform.operator, stranger.serviceId, stranger)).status).toBe(right);
    expect((await call(platform.operator, unknown(), stranger)).status).toBe(404);
  });
});

test('somebody else’s user in one’s own service, an unknown user or organisation: the same 404', async () => {
  const { service, serviceId, organisationId, userId } = parent;
  const at = (organisation: string, user: string) =>
    service.get(`/services/${serviceId}/organisations/${organisation}/users/${user}`);
  const nobody = await at(organisationId, unknown());
  expect(nobody.status).toBe(404);
  const others = await Promise.all([
    at(organisationId, stranger.userId),
    at(stranger.organisationId, userId),
    at(stranger.organisationId, stranger.userId),
    at(unknown(), userId),
  ]);
  for (const answer of others) expect(told(answer)).toEqual(told(nobody));
  for (const answer of [await at(organisationId, 'text'), await at('text', userId)])
    expect(answer.status).toBe(404);
});

describe.each(['organisations', 'v2/organisations', 'organisationservices'])('/users/{id}/%s', (what) => {
  const read = (client: ApiClient, userId: string) => client.get(`/users/${userId}/${what}`);

  test('who was granted one’s own service or a child’s is shown', async () => {
    for (const { userId } of [parent, child]) {
      expect((await read(parent.service, userId)).status).toBe(200);
      expect((await read(parent.service, userId.toLowerCase())).status).toBe(200);
    }
  });

  test('a stranger’s user is as one who does not exist', async () => {
    const nobody = await read(parent.service, unknown());
    expect(nobody.status).toBe(404);
    for (const userId of [stranger.userId, grandchild.userId, seesAll.userId]) {
      expect(told(await read(parent.service, userId))).toEqual(told(nobody));
    }
    for (const text of ['text', stranger.email, '%00']) {
      expect((await read(parent.service, text)).status).toBe(404);
    }
    expect(told(await read(child.service, parent.userId))).toEqual(told(nobody));
  });

  test('all are shown to a service that may view all; an unknown one is 404', async () => {
    expect((await read(seesAll.service, stranger.userId)).status).toBe(200);
    expect((await read(seesAll.service, unknown())).status).toBe(404);
  });

  test('the operator names no service here: 403', async () => {
    expect((await read(platform.operator, parent.userId)).status).toBe(403);
  });
});

test('an invited user is shown from the linking on, for good; one who was invited by another is not', async () => {
  const email = `${randomUUID()}@example.org`;
  const userId = await makeUser(platform.operator, email);
  const read = (client: ApiClient) => client.get(`/users/${userId}/organisationservices`);
  expect((await read(stranger.service)).status).toBe(404);
  const body = { ...invitation, email };
  await stranger.service.post(`/services/${stranger.serviceId}/invitations`, body);
  await eventually(async () => expect((await read(stranger.service)).status).toBe(200));
  expect((await read(stranger.service)).body).toMatchObject({ userId, organisations: [] });
  expect((await read(parent.service)).status).toBe(404);
});

test('lists hold one’s own only', async () => {
  const { body } = await stranger.service.get('/users');
  expect(body.users.map((user: { userId: string }) => user.userId)).toEqual([stranger.userId]);
  for (const text of [parent.userId, parent.email, child.email, seesAll.email]) {
    expect(JSON.stringify(body)).not.toContain(text);
  }
  const changes = await stranger.service.get('/users/changes');
  expect(changes.text).not.toContain(parent.userId);
  const foreign = await parent.service.get(`/users/changes?since=${encodeURIComponent(changes.body.next)}`);
  expect(foreign.status).toBe(400);
  expect((await stranger.service.get('/users/approvers')).status).toBe(403);
});

test('another’s announcement: 404 to whoever replaces or removes it, as one that does not exist', async () => {
  const urn = String(Math.floor(Math.random() * 1e9));
  const school = { name: 'School', category: '001', status: 1, urn };
  await platform.operator.put(`/manage/organisations/${unknown()}`, school);
  const messageId = unknown();
  const message = { messageId, urn, type: 1, title: 'T', summary: 'S', body: 'B', publishedAt: '2026-01-01' };
  expect((await parent.service.post('/organisations/announcements', message)).status).toBe(202);
  expect((await stranger.service.post('/organisations/announcements', message)).status).toBe(404);
  const removal = await stranger.service.delete(`/organisations/announcements/${messageId}`);
  expect(told(removal)).toEqual(
    told(await stranger.service.delete(`/organisations/announcements/${unknown()}`)),
  );
  expect(removal.status).toBe(404);
  expect((await parent.service.delete(`/organisations/announcements/${messageId}`)).status).toBe(204);
});

describe('an email that is known, invited or new', () => {
  test('answers alike, and an idempotency key is each client’s own', async () => {
    const post = (client: ApiClient, party: Party, email: string, headers = {}) =>
      client.post(`/services/${party.serviceId}/invitations`, { ...invitation, email }, headers);
    const invited = `${randomUUID()}@example.org`;
    const answers = await Promise.all([
      post(parent.service, parent, stranger.email),
      post(parent.service, parent, parent.email),
      post(parent.service, parent, invited),
      post(parent.service, parent, `${randomUUID()}@example.org`),
    ]);
    answers.push(await post(stranger.service, stranger, invited));
    for (const answer of answers) {
      expect(told(answer).names).toEqual(told(answers[0] as ApiAnswer).names);
      expect(answer.status).toBe(202);
      expect(Object.keys(answer.body)).toEqual(['invitationId']);
    }
    const key = { 'idempotency-key': 'shared' };
    const [one, another] = [
      await post(parent.service, parent, invited, key),
      await post(stranger.service, stranger, invited, key),
    ];
    expect(one?.body.invitationId).not.toBe(another?.body.invitationId);
    expect([one?.status, another?.status]).toEqual([202, 202]);
  });
});

test.each([
  ['GET', '/manage/invitations'],
  ['GET', '/manage/users'],
  ['PUT', '/manage/services/x'],
  ['DELETE', '/manage/users/x'],
  ['POST', '/manage/organisations/import'],
  ['GET', '/manage/nowhere'],
] as const)('%s %s is the operator’s alone: the same 403 whatever is there', async (method, path) => {
  const { service } = stranger;
  const known = path.replace('x', parent.userId);
  const answers = [path, known].map((each) => {
    if (method === 'GET') return service.get(each);
    if (method === 'DELETE') return service.delete(each);
    return method === 'PUT' ? service.put(each, {}) : service.post(each, {});
  });
  const [first, second] = await Promise.all(answers);
  expect(first?.status).toBe(403);
  expect(told(first as ApiAnswer)).toEqual(told(second as ApiAnswer));
});
