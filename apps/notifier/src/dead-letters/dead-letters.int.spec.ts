import { randomUUID } from 'node:crypto';
import { topics } from '@gatehouse/contracts';
import { type Subscription, subscribe } from '@gatehouse/event-log';
import { OWN_HEALTH_PATH } from '@gatehouse/http';
import { eventually } from '@gatehouse/testing';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

interface Shown {
  id: string;
  key: string;
  reason: string;
}

interface Page {
  deadLetters: Shown[];
  numberOfRecords: number;
  numberOfPages: number;
}

describe('dead letters through the API', () => {
  let notifier: RunningNotifier;
  let group: string;
  let subscription: Subscription;
  /** The keys whose records cannot be processed. */
  let poison: Set<string>;
  let handled: string[];

  beforeAll(async () => {
    notifier = await runNotifier();
  });
  afterAll(() => notifier.close());
  beforeEach(async () => {
    group = `spec.${randomUUID()}`;
    poison = new Set();
    handled = [];
    await notifier.eventLog.ensureTopics([topics.users, topics.grants]);
    subscription = await subscribe({
      log: notifier.eventLog,
      group,
      topics: [topics.users.name, topics.grants.name],
      from: 'end',
      now: Date.now,
      retry: { attempts: 1 },
      async handle({ record: { key } }) {
        if (poison.has(key)) throw new TypeError('no "Ada Lovelace" here');
        handled.push(key);
        return { status: 'done' };
      },
    });
  });
  afterEach(async () => {
    for (const { id } of (await list()).deadLetters)
      await notifier.request(`/manage/dead-letters/${id}/discard`, 'POST');
    await subscription.close();
  });

  async function publish(topic: string, key: string): Promise<void> {
    const publisher = await notifier.eventLog.publisher(`spec.${randomUUID()}`);
    await publisher.publish([{ topic, key, value: JSON.stringify({ name: 'Ada Lovelace' }) }]);
    await publisher.close();
    expect(await subscription.reachEnd(10_000)).toBe(true);
  }

  async function list(query = ''): Promise<Page> {
    const { status, body } = await notifier.request(`/manage/dead-letters${query}`);
    expect(status).toBe(200);
    return body as Page;
  }

  async function kill(key: string, topic: string = topics.users.name): Promise<Shown> {
    poison.add(key);
    await publish(topic, key);
    const found = (await list()).deadLetters.find((deadLetter) => deadLetter.key === key);
    if (found === undefined) throw new Error(`no dead letter of ${key}`);
    return found;
  }

  const post = (id: string, what: string, kind: 'operator' | 'public' = 'operator') =>
    notifier.request(`/manage/dead-letters/${id}/${what}`, 'POST', kind);

  test('lists the open ones, the newest first, without their records', async () => {
    const first = await kill('U1');
    const second = await kill('U2');
    const { deadLetters, ...members } = await list();
    expect(members).toEqual({ numberOfRecords: 2, page: 1, numberOfPages: 1 });
    expect(deadLetters).toEqual([second, first]);
    expect(second).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      topic: 'directory.users.v1',
      group,
      key: 'U2',
      reason: 'TypeError: no … here',
      at: expect.any(String),
    });
    expect(JSON.stringify(await list())).not.toContain('Ada');
  });

  test('by topic, and by pages', async () => {
    await kill('U1');
    await kill('G1', topics.grants.name);
    expect((await list(`?topic=${topics.grants.name}`)).deadLetters).toMatchObject([{ key: 'G1' }]);
    expect((await list('?topic=nobody.v1')).deadLetters).toEqual([]);
    expect(await list('?pageSize=1&page=2')).toMatchObject({
      deadLetters: [{ key: 'U1' }],
      numberOfPages: 2,
    });
    expect((await notifier.request('/manage/dead-letters?page=0')).status).toBe(400);
  });

  test('a replay is processed once, however often it is asked for', async () => {
    const { id, ...shown } = await kill('U1');
    poison.clear();
    const asked = await Promise.all([post(id, 'replay'), post(id, 'replay')]);
    expect(asked).toEqual([
      { status: 202, body: { id, ...shown } },
      { status: 202, body: { id, ...shown } },
    ]);
    await eventually(async () => expect((await list()).deadLetters).toEqual([]));
    expect(await subscription.reachEnd(10_000)).toBe(true);
    expect(handled).toEqual(['U1']);
    expect((await post(id, 'replay')).status).toBe(404);
  });

  test('what fails again stays under its id', async () => {
    const before = await kill('U1');
    expect((await post(before.id, 'replay')).status).toBe(202);
    await eventually(async () => {
      const [after] = (await list()).deadLetters;
      expect(after).toEqual({ ...before, at: expect.any(String) });
      expect(after).not.toEqual(before);
    });
  });

  test('what is discarded is gone, and is not processed again', async () => {
    const { id } = await kill('U1');
    expect(await post(id, 'discard')).toMatchObject({ status: 202, body: { id, key: 'U1' } });
    expect((await list()).deadLetters).toEqual([]);
    poison.clear();
    expect((await post(id, 'discard')).status).toBe(404);
    expect((await post(id, 'replay')).status).toBe(404);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    expect(handled).toEqual([]);
  });

  test('409 for a replay where the dead letter does not hold its record', async () => {
    poison.add('U1');
    const publisher = await notifier.eventLog.publisher(`spec.${randomUUID()}`);
    const value = JSON.stringify({ name: '"'.repeat(200_000) });
    await publisher.publish([{ topic: topics.users.name, key: 'U1', value }]);
    await publisher.close();
    expect(await subscription.reachEnd(10_000)).toBe(true);
    const [deadLetter] = (await list()).deadLetters;
    expect((await post(deadLetter?.id ?? '', 'replay')).status).toBe(409);
    expect((await list()).numberOfRecords).toBe(1);
  });

  test('404 for an id that names nothing', async () => {
    const nobody = '0'.repeat(32);
    for (const what of ['replay', 'discard']) expect((await post(nobody, what)).status).toBe(404);
    expect((await post('%2e%2e', 'replay')).status).toBe(404);
  });

  test('403 for anybody but the operator: nothing is replayed, discarded or shown', async () => {
    const { id } = await kill('U1');
    poison.clear();
    for (const what of ['replay', 'discard']) expect((await post(id, what, 'public')).status).toBe(403);
    expect((await notifier.request('/manage/dead-letters', 'GET', 'public')).status).toBe(403);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    expect(handled).toEqual([]);
    expect((await list()).deadLetters).toMatchObject([{ id }]);
  });

  test('the app tells the gateway how many are open', async () => {
    await kill('U1');
    const { body } = await notifier.request(OWN_HEALTH_PATH);
    expect(body).toMatchObject({ ready: true, outboxAgeMs: 0, deadLetters: 1 });
    expect((body as { lag: unknown[] }).lag).toContainEqual({
      topic: topics.invitations.name,
      group: 'notifier.deliveries',
      records: 0,
    });
  });
});
