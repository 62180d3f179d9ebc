import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, hostileEventLog, kafkaForTests } from '@gatehouse/testing';
import { type DeadLetter, deadLetterTopic } from './dead-letter.ts';
import { openEventLog } from './open-event-log.ts';
import type { ParsedRecord } from './parsed-record.ts';
import { type EventLog, EventLogError } from './port.ts';
import { type Outcome, type SubscribeOptions, type Subscription, subscribe } from './subscribe.ts';

const kafka = await kafkaForTests();
const logs: [engine: string, url: string][] = [['SQLite', 'sqlite:']];
if ('skipped' in kafka) test.skip(`subscribe on Kafka: ${kafka.skipped}`, () => {});
else {
  // One partition, so that what is published at once is one batch, as on SQLite.
  logs.push([`Kafka (${kafka.from})`, `${kafka.url}?partitions=1`]);
  afterAll(kafka.stop);
}

const DONE: Outcome = { status: 'done' };
const AWAY = new EventLogError('away', { retryable: true });

describe.each(logs)('subscribe on %s', (_engine, url) => {
  let topic: string;
  let group: string;
  let dataDir: string;
  let log: EventLog;
  let handled: string[];
  const subscriptions: Subscription[] = [];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-subscribe-'));
    log = await openEventLog({ url, dataDir, now: Date.now });
    topic = `things.${randomUUID()}`;
    group = `group.${randomUUID()}`;
    await log.ensureTopics([{ name: topic }]);
    handled = [];
  });
  afterEach(async () => {
    await Promise.all(subscriptions.splice(0).map((each) => each.close()));
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  async function publish(...records: [key: string, value: unknown][]): Promise<void> {
    const publisher = await log.publisher(`spec.${randomUUID()}`);
    await publisher.publish(
      records.map(([key, value]) => ({
        topic,
        key,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    );
    await publisher.close();
  }

  async function start(overrides: Partial<SubscribeOptions> = {}): Promise<Subscription> {
    const retry = { attempts: 3, baseMs: 1, maxMs: 2 };
    const handle = async (record: ParsedRecord) => note(record);
    const options = { log, group, topics: [topic], handle, now: Date.now, retry };
    const subscription = await subscribe({ ...options, ...overrides });
    subscriptions.push(subscription);
    return subscription;
  }

  function note({ key, event }: ParsedRecord): Outcome {
    handled.push(`${key}${event.n}`);
    return DONE;
  }

  async function deadLetters(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    const consumer = await log.consume({
      topics: [deadLetterTopic(topic)],
      async handle(records) {
        letters.push(...records.map(({ value }) => JSON.parse(value)));
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    return letters;
  }

  test('handles only the last record of each key in a batch', async () => {
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }], ['a', { n: 3 }]);
    await (await start()).caughtUp;
    expect(handled.sort()).toEqual(['a3', 'b1']);
  });

  test('without coalescing, handles all: a key’s in order, keys side by side', async () => {
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }], ['b', { n: 2 }]);
    const bothBegun = Promise.withResolvers<void>();
    const begun = new Set<string>();
    const subscription = await start({
      coalesce: false,
      async handle(record) {
        begun.add(record.key);
        if (begun.size === 2) bothBegun.resolve();
        await bothBegun.promise;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2']);
    expect(handled.filter((each) => each.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  test('an error that may be retried is tried again in place', async () => {
    let failures = 2;
    await publish(['a', { n: 1 }]);
    const subscription = await start({
      async handle(record) {
        if (failures-- > 0) throw AWAY;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled).toEqual(['a1']);
    expect(subscription.openDeadLetters()).toBe(0);
  });

  test('what cannot be processed becomes a dead letter, whole, and stops nothing else', async () => {
    const outcomes: string[] = [];
    await publish(
      ['a', { n: 1 }],
      ['bad', { n: 1 }],
      ['worn', { n: 1 }],
      ['text', 'no json'],
      ['c', { n: 1 }],
    );
    const subscription = await start({
      onOutcome: (_, { status }) => outcomes.push(status),
      async handle(record) {
        if (record.key === 'bad') throw new TypeError('cannot read "Ada Lovelace" <ada@example.org>');
        if (record.key === 'worn') throw AWAY;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled.sort()).toEqual(['a1', 'c1']);
    expect(outcomes.sort()).toEqual(['dead', 'dead', 'dead', 'done', 'done']);
    expect(subscription.openDeadLetters()).toBe(3);
    const letters = await deadLetters();
    const reasons = Object.fromEntries(letters.map(({ key, reason }) => [key, reason]));
    expect(reasons).toEqual({
      bad: 'TypeError: cannot read … …',
      worn: 'EventLogError: away',
      text: 'the value is not a JSON object',
    });
    expect(letters.find(({ key }) => key === 'text')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      group,
      topic,
      partition: 0,
      offset: expect.stringMatching(/^\d+$/),
      key: 'text',
      reason: 'the value is not a JSON object',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 'open',
      record: expect.objectContaining({ key: 'text', value: 'no json' }),
    });
  });

  test('a later record of the key closes its dead letter, after a restart too', async () => {
    const handle = async (record: ParsedRecord) => {
      if (record.event.n === 'bad') throw new TypeError('bad');
      return note(record);
    };
    await publish(['a', { n: 'bad' }], ['b', { n: 'bad' }]);
    const first = await start({ handle });
    await first.caughtUp;
    expect(first.openDeadLetters()).toBe(2);
    await first.close();
    const second = await start({ handle });
    expect(second.openDeadLetters()).toBe(2);
    const otherGroup = await start({ group: `${group}.other` });
    await publish(['a', { n: 2 }]);
    await Promise.all([second.reachEnd(10_000), otherGroup.reachEnd(10_000)]);
    await eventually(() => expect(second.openDeadLetters()).toBe(1));
    const [, , closed, ...more] = await deadLetters();
    expect(more).toEqual([]);
    expect(closed).toMatchObject({
      group,
      key: 'a',
      status: 'closed',
      closedAt: expect.any(String),
    });
    expect(closed).not.toHaveProperty('record');
  });

  test('in an outage nothing becomes a dead letter, and the batch comes again', async () => {
    let away = true;
    let attempts = 0;
    await publish(['a', { n: 1 }]);
    const subscription = await start({
      async handle(record) {
        attempts++;
        if (away) throw AWAY;
        return note(record);
      },
      async ping() {
        if (away) throw AWAY;
      },
    });
    await eventually(() => expect(attempts).toBeGreaterThan(3));
    away = false;
    await subscription.caughtUp;
    expect(handled).toEqual(['a1']);
    expect(await deadLetters()).toEqual([]);
  });

  test('where even the dead letter is refused, the batch comes again', async () => {
    let refusals = 1;
    const refusing: EventLog = {
      ...log,
      async publisher(name) {
        if (refusals-- > 0) throw AWAY;
        return log.publisher(name);
      },
    };
    await publish(['a', { n: 1 }]);
    const bad = async () => {
      throw new TypeError('bad');
    };
    const subscription = await start({ log: refusing, handle: bad });
    await subscription.caughtUp;
    expect(await deadLetters()).toHaveLength(1);
  });

  test('closing ends a pause between tries, and the record comes again', async () => {
    const tried = Promise.withResolvers<void>();
    await publish(['a', { n: 1 }]);
    const first = await start({
      retry: { attempts: 10, baseMs: 60_000, maxMs: 60_000 },
      async handle() {
        tried.resolve();
        throw AWAY;
      },
    });
    await tried.promise;
    await first.close();
    await (await start()).caughtUp;
    expect(handled).toEqual(['a1']);
    expect(await deadLetters()).toEqual([]);
  });

  test('on a hostile log each key ends on its last state', async () => {
    const last = new Map<string, unknown>();
    const hostile = hostileEventLog(log, { seed: 11 });
    const subscription = await start({
      log: hostile,
      async handle({ key, event }) {
        last.set(key, event.n);
        return DONE;
      },
    });
    for (let n = 1; n <= 30; n++) await publish(['a', { n }], ['b', { n }], ['c', { n }]);
    await subscription.reachEnd(10_000);
    expect(Object.fromEntries(last)).toEqual({ a: 30, b: 30, c: 30 });
  });
});
