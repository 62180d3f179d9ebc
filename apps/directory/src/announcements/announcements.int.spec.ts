import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

const PATH = '/organisations/announcements';
const OTHER: Caller = { kind: 'client', serviceId: newId(), clientId: 'another' };

let directory: StartedDirectory;
let organisationId: string;
beforeAll(async () => {
  directory = await startedDirectory();
  organisationId = newId();
  const school = { name: 'Hill School', category: '001', status: 1, urn: '100000', uid: '5000' };
  await directory.request('PUT', `/manage/organisations/${organisationId}`, school);
});
afterAll(() => directory.close());

const announcement = (more: Record<string, unknown> = {}) => ({
  messageId: newId(),
  urn: '100000',
  type: 1,
  title: 'Check your record',
  summary: 'It is a year old',
  body: 'Please check.\nSoon.',
  publishedAt: '2026-01-02T03:04:05.000Z',
  ...more,
});
const publish = (body: unknown, caller: Caller = CLIENT) => directory.request('POST', PATH, body, caller);
const remove = (id: string, caller: Caller = CLIENT) =>
  directory.request('DELETE', `${PATH}/${id}`, undefined, caller);

describe('202', () => {
  test('with the announcement, and an event that names publisher, content and organisation', async () => {
    const body = announcement({ expiresAt: '2026-03-01T00:00:00.000Z' });
    const answer = await publish(body);
    expect([answer.status, answer.body]).toEqual([202, body]);
    const [event] = await directory.eventsOf(body.messageId);
    const { messageId, ...said } = body;
    expect(event).toMatchObject({
      type: 'gatehouse.directory.announcement.v1',
      actor: `client:${(CLIENT as { serviceId: string }).serviceId}`,
      data: { state: { ...said, id: messageId, state: 'present', organisationId } },
    });
  });

  test('the same id again replaces, and the same message changes nothing', async () => {
    const body = announcement();
    await publish(body);
    await publish({ ...body, messageId: body.messageId.toLowerCase(), urn: 100000 });
    expect(await directory.eventsOf(body.messageId)).toHaveLength(1);
    const { urn: _, ...rest } = { ...body, uid: '5000', title: 'Another' };
    const replaced = await publish(rest);
    expect([replaced.status, replaced.body]).toEqual([202, rest]);
    const events = await directory.eventsOf(body.messageId);
    expect(events[1]?.data.changed.toSorted()).toEqual(['title', 'uid', 'updatedAt', 'urn']);
  });
});

describe('204', () => {
  test('once; then it is not there, until its owner publishes it again', async () => {
    const body = announcement();
    await publish(body);
    expect((await remove(body.messageId.toLowerCase())).status).toBe(204);
    expect((await remove(body.messageId)).status).toBe(404);
    const last = (await directory.eventsOf(body.messageId)).at(-1);
    expect(last?.data.state).toEqual({
      id: body.messageId,
      state: 'removed',
      serviceId: (CLIENT as { serviceId: string }).serviceId,
      removedAt: expect.any(String),
    });
    expect((await publish(body, OTHER)).status).toBe(404);
    expect((await publish(body)).status).toBe(202);
    expect(await directory.eventsOf(body.messageId)).toHaveLength(3);
  });
});

describe('404', () => {
  test('for another client’s, for an unknown one, for an id that is not a UUID', async () => {
    const body = announcement();
    await publish(body);
    expect((await publish(body, OTHER)).status).toBe(404);
    expect((await remove(body.messageId, OTHER)).status).toBe(404);
    expect((await remove(newId())).status).toBe(404);
    expect((await remove('x')).status).toBe(404);
    expect(await directory.eventsOf(body.messageId)).toHaveLength(1);
  });

  test('of two clients at once one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const body = announcement();
      const answers = await Promise.all([publish(body), publish(body, OTHER)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 404]);
      expect(await directory.eventsOf(body.messageId)).toHaveLength(1);
    }
  });
});

describe('400', () => {
  test('with all reasons, an organisation that is not there among them', async () => {
    const before = await directory.eventCount();
    const answer = await publish(announcement({ urn: 999999, type: 3, publishedAt: 'today' }));
    const reasons = [
      'type must be 1, 2, 4 or 5',
      'publishedAt must be an ISO 8601 date',
      'organisation does not exist',
    ];
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({ reasons, errors: reasons }),
    ]);
    expect(await directory.eventCount()).toBe(before);
  });

  test.each(['', '{', '[]', '"text"', 'null', '\xff'])(
    'with reasons too where the body is %p',
    async (text) => {
      const answer = await directory.request('POST', PATH, Buffer.from(text, 'latin1'), CLIENT);
      expect([answer.status, answer.body.reasons]).toEqual([400, answer.body.errors]);
      expect(answer.body.reasons).not.toEqual([]);
    },
  );
});

test('401 without a credential, 403 for the operator, who has no service here; 405 for other methods', async () => {
  const before = await directory.eventCount();
  expect((await directory.anonymously('POST', PATH)).status).toBe(401);
  expect((await directory.request('POST', PATH, announcement())).status).toBe(403);
  expect((await directory.request('DELETE', `${PATH}/${newId()}`)).status).toBe(403);
  const read = await directory.request('GET', PATH, undefined, CLIENT);
  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
  expect(await directory.eventCount()).toBe(before);
});
