import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog } from '../open-event-log.ts';
import { replicate } from './replicate.ts';

describe('replicate', () => {
  test('takes in each key’s state from the start, skips what it cannot, and goes on', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-replicate-'));
    const log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
    await log.ensureTopics([{ name: 'things.v1' }]);
    const publisher = await log.publisher('spec');
    const publish = (key: string, value: string) => publisher.publish([{ topic: 'things.v1', key, value }]);
    await publish('a', '{"n":1}');
    await publish('text', 'no json');
    await publish('bad', '{"n":0}');
    await publish('a', '{"n":2}');

    const state = new Map<string, unknown>();
    const warnings: unknown[] = [];
    let skipped = 0;
    const replica = await replicate({
      log,
      topics: ['things.v1'],
      apply({ key, event }) {
        if (key === 'bad') throw new TypeError('bad');
        state.set(key, event.n);
      },
      logger: { warn: (fields) => warnings.push(fields) },
      onSkipped: () => {
        skipped++;
      },
    });
    await replica.caughtUp;
    expect(Object.fromEntries(state)).toEqual({ a: 2 });
    expect(skipped).toBe(2);
    expect(warnings).toContainEqual(expect.objectContaining({ key: 'bad', reason: 'TypeError: bad' }));
    await publish('b', '{"n":1}');
    expect(await replica.reachEnd(10_000)).toBe(true);
    expect(state.get('b')).toBe(1);

    await log.close();
    rmSync(dataDir, { recursive: true });
  });
});
