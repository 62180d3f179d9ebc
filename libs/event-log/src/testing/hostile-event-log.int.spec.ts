import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog } from '../port.ts';
import { hostileEventLog } from './hostile-event-log.ts';

const TOPIC = 'things.v1';

describe('hostileEventLog', () => {
  let dataDir: string;
  let log: EventLog;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-hostile-'));
    log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
    await log.ensureTopics([{ name: TOPIC }]);
  });
  afterEach(async () => {
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  async function deliveries(seed: number): Promise<string[][]> {
    const batches: string[][] = [];
    const consumer = await hostileEventLog(log, { seed }).consume({
      topics: [TOPIC],
      async handle(records) {
        batches.push(records.map(({ key, value }) => `${key}${value}`));
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    return batches;
  }

  test('is unkind, the same for the same seed, and each key still ends on its last state', async () => {
    const publisher = await log.publisher('spec');
    for (let n = 1; n <= 60; n++) {
      await publisher.publish(['a', 'b', 'c', 'd'].map((key) => ({ topic: TOPIC, key, value: `${n}` })));
    }
    const unkind = new Set<string>();
    for (let seed = 1; seed <= 10; seed++) {
      const batches = await deliveries(seed);
      expect(await deliveries(seed)).toEqual(batches);
      const all = batches.flat();
      for (const key of ['a', 'b', 'c', 'd']) {
        const states = all.filter((each) => each.startsWith(key)).map((each) => Number(each.slice(1)));
        expect(states.at(-1)).toBe(60);
        if (new Set(states).size < 60) unkind.add('skips');
        if (new Set(states).size < states.length) unkind.add('repeats');
      }
      if (all.indexOf('d1') > all.indexOf('a2')) unkind.add('mixes');
    }
    expect([...unkind].sort()).toEqual(['mixes', 'repeats', 'skips']);
  });

  test('refuses some publishes, some of them after they happened', async () => {
    const publisher = await hostileEventLog(log, { seed: 1 }).publisher('spec');
    const acknowledged: string[] = [];
    for (let n = 1; n <= 100; n++) {
      await publisher.publish([{ topic: TOPIC, key: `${n}`, value: `${n}` }]).then(
        () => acknowledged.push(`${n}`),
        (error) => expect(error).toMatchObject({ retryable: true }),
      );
    }
    const kept: string[] = [];
    const consumer = await log.consume({
      topics: [TOPIC],
      async handle(records) {
        kept.push(...records.map(({ value }) => value));
      },
    });
    await consumer.caughtUp;
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(kept.length).toBeGreaterThan(acknowledged.length);
    expect(kept.length).toBeLessThan(100);
  });
});
