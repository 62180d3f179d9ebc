import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { change, defineCollection, documentSchema, openStore } from '@gatehouse/store';
import { eventually, kafkaForTests, seededRandom } from '@gatehouse/testing';
import { startRelay } from '../core/relay.ts';
import { openEventLog } from '../open-event-log.ts';
import { suspend } from '../testing/suspend.ts';

const THINGS = defineCollection('things', documentSchema({ count: { type: Number, required: true } }));
const server = await kafkaForTests();

if ('skipped' in server) {
  test.skip(`a suspended relay, on Kafka: ${server.skipped}`, () => {});
} else {
  const url = `${server.url}?partitions=3`;
  const closing: (() => unknown)[] = [];
  /** A suspended child would keep the run from ending. */
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(server.stop);

  test('a relay’s process that was suspended at any moment leaves no stale last record', async () => {
    const random = seededRandom('suspended relay');
    const [topic, name] = [`things.${randomUUID()}`, `relay.${randomUUID()}`];
    const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-suspended-'));
    closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const log = await openEventLog({ url, dataDir: '/nowhere', now: Date.now });
    closing.push(() => log.close());
    await log.ensureTopics([{ name: topic }]);
    const store = await openStore({
      ...{ url: 'sqlite:', dataDir, name: 'spec', collections: [THINGS], now: Date.now },
    });
    closing.push(() => store.close());
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../testing/kafka-process.ts'), 'relay', url, topic, name, dataDir],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = once(child, 'exit');
    closing.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    let count = 0;
    const countOn = () =>
      Promise.all(
        ['a', 'b', 'c'].map((id) =>
          change(store.collection(THINGS), Date.now, id, () => ({
            document: { _id: id, count },
            events: (document) => [{ topic, key: id, version: document.version, event: { count } }],
            result: undefined,
          })),
        ),
      );
    const last = new Map<string, number>();
    const replica = await log.consume({
      topics: [topic],
      async handle(records) {
        for (const { key, value } of records) last.set(key, JSON.parse(value).count);
      },
    });
    const allPublished = () =>
      eventually(async () => expect(await store.outbox.read(1)).toEqual([]), { timeoutMs: 60_000 });

    for (let round = 0; round < 4; round++) {
      // The child has the lease and publishes.
      count++;
      await countOn();
      await allPublished();
      for (let write = 0; write < 10; write++) {
        count++;
        await countOn();
      }
      await delay(random() * 40);
      await suspend(child, join(dataDir, 'spec.sqlite'));
      const successor = startRelay({ store, log, name, now: Date.now, leaseTtlMs: 1_000 });
      closing.push(() => successor.close());
      count++;
      await countOn();
      await allPublished();
      child.kill('SIGCONT');
      count++;
      await countOn();
      await allPublished();
      await successor.close();
      expect(await replica.reachEnd(60_000)).toBe(true);
      expect(Object.fromEntries(last)).toEqual({ a: count, b: count, c: count });
    }
  });
}
