import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  change,
  defineCollection,
  documentSchema,
  type Outbox,
  openStore,
  type Store,
} from '@gatehouse/store';
import { eventually, kafkaForTests } from '@gatehouse/testing';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog } from '../port.ts';
import { hostileEventLog } from '../testing/index.ts';
import { type Relay, type RelayOptions, startRelay } from './relay.ts';
import { outboxAgeMs, type RelayBacklog } from './relay-backlog.ts';

const kafka = await kafkaForTests();
const logs: [engine: string, url: string][] = [['SQLite', 'sqlite:']];
if ('skipped' in kafka) test.skip(`relay to Kafka: ${kafka.skipped}`, () => {});
else {
  logs.push([`Kafka (${kafka.from})`, `${kafka.url}?partitions=3`]);
  afterAll(kafka.stop);
}

const THINGS = defineCollection('things', documentSchema({ count: { type: Number, required: true } }));

describe.each(logs)('relay to %s', (_engine, url) => {
  let topic: string;
  let name: string;
  let dataDir: string;
  let store: Store;
  let log: EventLog;
  const relays: Relay[] = [];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-relay-'));
    store = await openStore({ url: 'sqlite:', dataDir, name: 'spec', collections: [THINGS], now: Date.now });
    log = await openEventLog({ url, dataDir, now: Date.now });
    topic = `things.${randomUUID()}`;
    name = `relay.${randomUUID()}`;
    await log.ensureTopics([{ name: topic }]);
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
    await log.close();
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  function relay(overrides: Partial<RelayOptions> = {}): Relay {
    const started = startRelay({ store, log, name, now: Date.now, leaseTtlMs: 1_000, ...overrides });
    relays.push(started);
    return started;
  }

  /** One change of a thing, with its event. */
  async function count(id: string, size = 0): Promise<void> {
    await change(store.collection(THINGS), Date.now, id, (current) => ({
      document: { _id: id, count: (current?.count ?? 0) + 1 },
      events: (document) => {
        const event = { id: `${id}.${document.version}`, data: document, padding: 'x'.repeat(size) };
        return [{ topic, key: id, version: document.version, event }];
      },
      result: undefined,
    }));
  }

  /** What the log holds, as counts by thing. */
  async function published(): Promise<Record<string, number[]>> {
    const counts: Record<string, number[]> = {};
    const consumer = await log.consume({
      topics: [topic],
      async handle(records) {
        for (const { key, value } of records) {
          counts[key] = [...(counts[key] ?? []), JSON.parse(value).data.count];
        }
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    return counts;
  }

  test('publishes each document’s events in order, and nothing twice where nothing fails', async () => {
    const working = relay();
    for (let round = 0; round < 20; round++) await Promise.all(['a', 'b', 'c'].map((id) => count(id)));
    await working.idle();
    const expected = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(await published()).toEqual({ a: expected, b: expected, c: expected });
    expect(await store.outbox.read(1)).toEqual([]);
  });

  test('publishes what was written before it started, in several batches where it is large', async () => {
    for (let number = 0; number < 130; number++) await count(`thing-${number}`, number < 8 ? 200_000 : 0);
    await relay().idle();
    expect(Object.keys(await published())).toHaveLength(130);
  });

  test('a write of this process wakes it', async () => {
    const working = relay();
    await working.idle();
    const handled = Promise.withResolvers<void>();
    await log.consume({ topics: [topic], handle: async () => handled.resolve() });
    await count('warm-up');
    await handled.promise;
  });

  test('a crash between publishing and marking publishes again, in order', async () => {
    let failures = 1;
    const outbox: Outbox = {
      ...store.outbox,
      async markPublished(entries) {
        if (failures-- > 0) throw new Error('crash');
        await store.outbox.markPublished(entries);
      },
    };
    await count('a');
    await count('a');
    const errors: unknown[] = [];
    const lease = (name: string) => store.lease(name);
    await relay({ store: { outbox, lease }, onError: (error) => errors.push(error) }).idle();
    expect(await published()).toEqual({ a: [1, 2, 1, 2] });
    expect(errors).toEqual([new Error('crash')]);
  });

  test('of two relays one publishes, and the other takes over when it closes', async () => {
    const first = relay();
    await count('a');
    await first.idle();
    let tries = 0;
    let opened = 0;
    const watchedStore = {
      outbox: store.outbox,
      lease(leaseName: string) {
        const lease = store.lease(leaseName);
        return {
          ...lease,
          acquire(holder: string, ttlMs: number) {
            tries++;
            return lease.acquire(holder, ttlMs);
          },
        };
      },
    };
    const watchedLog: EventLog = {
      ...log,
      publisher(opening) {
        opened++;
        return log.publisher(opening);
      },
    };
    const second = relay({ store: watchedStore, log: watchedLog });
    await eventually(() => expect(tries).toBeGreaterThan(2));
    await count('a');
    await second.idle();
    expect(opened).toBe(0);
    await first.close();
    await count('a');
    await second.idle();
    expect(opened).toBe(1);
    expect(await published()).toEqual({ a: [1, 2, 3] });
  });

  test('a relay that stood still cannot publish behind its successor', async () => {
    const read = Promise.withResolvers<void>();
    const resume = Promise.withResolvers<void>();
    const stalled: Outbox = {
      ...store.outbox,
      async read(limit, collections) {
        const entries = await store.outbox.read(limit, collections);
        read.resolve();
        await resume.promise;
        return entries;
      },
    };
    await count('a');
    const errors: unknown[] = [];
    const lease = (name: string) => store.lease(name);
    relay({ store: { outbox: stalled, lease }, leaseTtlMs: 200, onError: (error) => errors.push(error) });
    await read.promise;
    const successor = relay({ leaseTtlMs: 200 });
    await successor.idle();
    await count('a');
    await successor.idle();
    resume.resolve();
    await eventually(() => expect(errors).toContainEqual(expect.objectContaining({ fenced: true })));
    expect(await published()).toEqual({ a: [1, 2] });
  });

  test('closing publishes what waits and gives the lease up', async () => {
    const first = relay({ leaseTtlMs: 60_000 });
    // It has the lease once it has published.
    await count('before');
    await first.idle();
    const writes = Array.from({ length: 250 }, (_, index) => count(`thing-${index}`));
    await Promise.all(writes);
    await first.close();
    expect(Object.keys(await published())).toHaveLength(251);
    await count('a');
    await relay().idle();
    expect((await published()).a).toEqual([1]);
  });

  test('reports its backlog', async () => {
    const backlogs: RelayBacklog[] = [];
    await count('a');
    expect(await outboxAgeMs(store.outbox, Date.now() + 60_000)).toBeGreaterThan(50_000);
    const working = relay({ onBacklog: (backlog) => backlogs.push(backlog) });
    await working.idle();
    await eventually(() => expect(backlogs.at(-1)).toEqual({ events: 0, oldestAgeMs: 0 }));
    expect(backlogs[0]).toEqual({ events: 1, oldestAgeMs: expect.any(Number) });
    expect(await outboxAgeMs(store.outbox, Date.now() + 60_000)).toBe(0);
  });

  test('reports that nothing waits as soon as all is published, without another look', async () => {
    const told: (number | 'look')[] = [];
    const outbox: Outbox = {
      read(...given) {
        told.push('look');
        return store.outbox.read(...given);
      },
      markPublished: (entries) => store.outbox.markPublished(entries),
      onWrite: (listener) => store.outbox.onWrite(listener),
    };
    const observed = { outbox, lease: (leaseName: string) => store.lease(leaseName) };
    relay({ store: observed, onBacklog: ({ events }) => told.push(events) });
    await eventually(() => expect(told.at(-1)).toBe(0));
    await count('a');
    await eventually(() => expect(told).toContain(1));
    // A look would stand between the two.
    await eventually(() => expect(told[told.indexOf(1) + 1]).toBe(0));
  });

  test('loses nothing on a log that refuses now and then', async () => {
    const working = relay({ name: 'hostile', log: hostileEventLog(log, { seed: 7 }) });
    for (let round = 0; round < 10; round++) await Promise.all(['a', 'b', 'c', 'd'].map((id) => count(id)));
    await working.idle();
    for (const counts of Object.values(await published())) {
      expect([...new Set(counts)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(counts.at(-1)).toBe(10);
    }
  });
});
