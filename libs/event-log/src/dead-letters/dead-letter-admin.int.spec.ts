import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaForTests } from '@gatehouse/testing';
import type { ParsedRecord } from '../core/parsed-record.ts';
import { type Subscription, subscribe } from '../core/subscribe.ts';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog } from '../port.ts';
import type { OpenDeadLetter } from './dead-letter.ts';
import { type DeadLetterAdmin, openDeadLetterAdmin } from './dead-letter-admin.ts';

const kafka = await kafkaForTests();
const logs: [engine: string, url: string][] = [['SQLite', 'sqlite:']];
if ('skipped' in kafka) test.skip(`dead-letter admin on Kafka: ${kafka.skipped}`, () => {});
else {
  logs.push([`Kafka (${kafka.from})`, `${kafka.url}?partitions=3`]);
  afterAll(kafka.stop);
}

describe.each(logs)('dead-letter admin on %s', (_engine, url) => {
  let topic: string;
  let group: string;
  let dataDir: string;
  let log: EventLog;
  let admin: DeadLetterAdmin;
  /** What the handler cannot process. */
  let poison: Set<unknown>;
  let handled: string[];
  const subscriptions: Subscription[] = [];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-dead-letters-'));
    log = await openEventLog({ url, dataDir, now: Date.now });
    topic = `things.${randomUUID()}`;
    group = `group.${randomUUID()}`;
    await log.ensureTopics([{ name: topic }]);
    admin = await openDeadLetterAdmin({ log, topics: [topic], now: Date.now });
    poison = new Set(['bad']);
    handled = [];
  });
  afterEach(async () => {
    await Promise.all(subscriptions.splice(0).map((each) => each.close()));
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  async function publish(...records: [key: string, n: unknown][]): Promise<void> {
    const publisher = await log.publisher(`spec.${randomUUID()}`);
    await publisher.publish(records.map(([key, n]) => ({ topic, key, value: JSON.stringify({ n }) })));
    await publisher.close();
  }

  async function start(own = group): Promise<Subscription> {
    const subscription = await subscribe({
      log,
      group: own,
      topics: [topic],
      now: Date.now,
      async handle({ key, event }: ParsedRecord) {
        if (poison.has(event.n)) throw new TypeError('cannot');
        handled.push(`${key}:${event.n}`);
        return { status: 'done' };
      },
    });
    subscriptions.push(subscription);
    await subscription.caughtUp;
    return subscription;
  }

  async function onlyLetter() {
    const [found, ...more] = await admin.list();
    expect(more).toEqual([]);
    if (found === undefined) throw new Error('there is no dead letter');
    return found.deadLetter;
  }

  async function outcomeOf(deadLetter: OpenDeadLetter, timeoutMs = 20_000) {
    return (await admin.outcomes([deadLetter], timeoutMs)).get(deadLetter.id);
  }

  /** All that the topic holds, to show that a replay adds nothing. */
  async function contents(): Promise<unknown[]> {
    const values: unknown[] = [];
    const consumer = await log.consume({
      topics: [topic],
      async handle(records) {
        values.push(...records.map(({ key, value }) => `${key}:${JSON.parse(value).n}`));
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    return values.sort();
  }

  test('lists open deadLetters without their records, and shows one whole', async () => {
    await publish(['a', 'bad'], ['b', 1]);
    await start();
    const deadLetter = await onlyLetter();
    expect(deadLetter).toMatchObject({ group, topic, key: 'a', reason: 'TypeError: cannot', status: 'open' });
    expect(deadLetter).not.toHaveProperty('record');
    const shown = await admin.show(deadLetter.id);
    expect(shown?.deadLetter.record).toMatchObject({ topic, key: 'a', value: '{"n":"bad"}' });
    expect(await admin.show('nobody')).toBeUndefined();
  });

  test('a replay hands the record to its group alone, and adds nothing to the topic', async () => {
    await publish(['a', 'bad'], ['b', 1]);
    const subscription = await start();
    const deadLetter = await onlyLetter();
    poison.clear();
    await start(`${group}.other`);
    handled.length = 0;
    await admin.replay([deadLetter]);
    expect(await outcomeOf(deadLetter)).toEqual({ status: 'handled' });
    expect(handled).toEqual(['a:bad']);
    expect(await admin.list()).toEqual([]);
    expect(subscription.openDeadLetters()).toBe(0);
    expect(await contents()).toEqual(['a:bad', 'b:1']);
  });

  test('what dies again is the same deadLetter, with its newest reason', async () => {
    await publish(['a', 'bad']);
    const subscription = await start();
    const deadLetter = await onlyLetter();
    await admin.replay([deadLetter]);
    const outcome = await outcomeOf(deadLetter);
    expect(outcome).toMatchObject({
      status: 'died',
      deadLetter: { id: deadLetter.id, reason: 'TypeError: cannot' },
    });
    expect(subscription.openDeadLetters()).toBe(1);
    poison.clear();
    const again = await onlyLetter();
    await admin.replay([again]);
    expect(await outcomeOf(again)).toEqual({ status: 'handled' });
  });

  test('a replay waits for its group, and a newer record makes it needless: nothing stale is handled', async () => {
    await publish(['a', 'bad']);
    const subscription = await start();
    const deadLetter = await onlyLetter();
    await subscription.close();
    await admin.replay([deadLetter]);
    expect(await outcomeOf(deadLetter, 0)).toEqual({ status: 'waiting' });
    expect(await admin.list()).toMatchObject([{ replayRequestedAt: expect.any(String) }]);
    await publish(['a', 'good']);
    poison.clear();
    await start();
    expect(handled.at(-1)).toBe('a:good');
    expect(await admin.list()).toEqual([]);
  });

  test('a dead letter that a newer record closed is not replayed, however its replay is asked for', async () => {
    await publish(['a', 'bad']);
    const subscription = await start();
    const deadLetter = await onlyLetter();
    await publish(['a', 'good']);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    poison.clear();
    await admin.replay([deadLetter]);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    expect(handled).toEqual(['a:good']);
  });

  test('a newer record that dies too replaces the dead letter', async () => {
    await publish(['a', 'bad']);
    const subscription = await start();
    const older = await onlyLetter();
    await publish(['a', 'bad']);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    const newer = await onlyLetter();
    expect(newer.id).not.toBe(older.id);
    expect(subscription.openDeadLetters()).toBe(1);
  });

  test('what is said of an older deadLetter does not hide a newer one', async () => {
    await publish(['a', 'bad']);
    const subscription = await start();
    const older = await onlyLetter();
    await publish(['a', 'bad']);
    expect(await subscription.reachEnd(10_000)).toBe(true);
    await admin.discard([older]);
    expect((await onlyLetter()).id).not.toBe(older.id);
  });

  test('a discarded deadLetter is closed, and keeps nothing of the record', async () => {
    await publish(['a', 'bad'], ['b', 'bad']);
    const subscription = await start();
    const [first] = await admin.list();
    if (first === undefined) throw new Error('there is no dead letter');
    await admin.discard([first.deadLetter]);
    expect(await admin.list()).toHaveLength(1);
    expect(await admin.show(first.deadLetter.id)).toBeUndefined();
    await subscription.close();
    expect((await start()).openDeadLetters()).toBe(1);
  });
});
