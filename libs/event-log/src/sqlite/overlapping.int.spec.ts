import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import type { Consumer } from '../port.ts';
import { openSqliteEventLog, type SqliteEventLog } from './sqlite-event-log.ts';

const TOPIC = 'things.v1';

describe('batches that may overlap, on SQLite', () => {
  let dataDir: string;
  let log: SqliteEventLog;
  /** Every handing over, in order, and how to end it. */
  let handed: { key: string; end: PromiseWithResolvers<void> }[];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-event-log-'));
    log = await openSqliteEventLog({ dataDir, now: Date.now });
    await log.ensureTopics([{ name: TOPIC }]);
    handed = [];
    const publisher = await log.publisher('spec');
    await publisher.publish(['a', 'b', 'c', 'd', 'e'].map((key) => ({ topic: TOPIC, key, value: '1' })));
    await publisher.close();
  });
  afterEach(async () => {
    for (const { end } of handed) end.resolve();
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  function consume(): Promise<Consumer> {
    return log.consume({
      ...{ group: 'spec', topics: [TOPIC], batchSize: 1, overlapping: true },
      handle(records) {
        const end = Promise.withResolvers<void>();
        handed.push({ key: records[0]?.key ?? '', end });
        return end.promise;
      },
    });
  }

  const keys = () => handed.map(({ key }) => key);

  test('three are under way, not four, and what ends first waits to be committed for those before it', async () => {
    const consumer = await consume();
    await eventually(() => expect(keys()).toEqual(['a', 'b', 'c']));
    handed[1]?.end.resolve();
    handed[2]?.end.resolve();
    await new Promise(setImmediate);
    expect(keys()).toEqual(['a', 'b', 'c']);
    expect((await consumer.lag()).get(TOPIC)).toBe(5);
    handed[0]?.end.resolve();
    await eventually(() => expect(keys()).toEqual(['a', 'b', 'c', 'd', 'e']));
    expect((await consumer.lag()).get(TOPIC)).toBe(2);
    for (const { end } of handed) end.resolve();
    await consumer.caughtUp;
  });

  test('what comes while one is under way is handed over, however long that takes', async () => {
    const consumer = await log.consume({
      ...{ group: 'spec', topics: [TOPIC], batchSize: 5, overlapping: true },
      handle(records) {
        const end = Promise.withResolvers<void>();
        handed.push({ key: records[0]?.key ?? '', end });
        return end.promise;
      },
    });
    await eventually(() => expect(keys()).toEqual(['a']));
    const publisher = await log.publisher('spec');
    for (const key of ['f', 'g', 'h', 'i']) {
      await publisher.publish([{ topic: TOPIC, key, value: '1' }]);
      await eventually(() => expect(keys().at(-1)).toBe(key));
    }
    await publisher.close();
    for (const { end } of handed) end.resolve();
    await consumer.caughtUp;
    await eventually(async () => expect((await consumer.lag()).get(TOPIC)).toBe(0));
  });

  test('one that fails comes again with those behind it, once they have ended', async () => {
    await consume();
    await eventually(() => expect(keys()).toEqual(['a', 'b', 'c']));
    handed[0]?.end.reject(new Error('not now'));
    handed[1]?.end.resolve();
    await new Promise(setImmediate);
    expect(keys()).toEqual(['a', 'b', 'c']);
    handed[2]?.end.resolve();
    await eventually(() => expect(keys()).toEqual(['a', 'b', 'c', 'a', 'b', 'c']));
  });

  test('closing lets all of them end, and commits them', async () => {
    const consumer = await consume();
    await eventually(() => expect(keys()).toEqual(['a', 'b', 'c']));
    const closing = consumer.close();
    for (const { end } of handed) end.resolve();
    await closing;
    handed = [];
    await consume();
    await eventually(() => expect(keys()).toEqual(['d', 'e']));
  });
});
