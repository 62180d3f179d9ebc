import { randomUUID } from 'node:crypto';
import type { SuiteFixture } from './suite-fixture.ts';

/** What is promised to a consumer whose batches may overlap, on any engine. */
export function describeOverlapping(suite: SuiteFixture): void {
  test('batches that may overlap: after a failure all that were not committed come again, and none is left out', async () => {
    const { log, topic } = suite;
    const group = `suite.${randomUUID()}`;
    const keys = Array.from({ length: 20 }, (_, n) => `key ${n}`);
    await suite.publish(...keys.map((key) => suite.record(key, 0)));
    const handled: string[] = [];
    let failures = 3;
    const consumer = await log.consume({
      group,
      topics: [topic],
      batchSize: 1,
      overlapping: true,
      async handle(records) {
        await new Promise(setImmediate);
        if (records[0]?.key === 'key 7' && failures-- > 0) throw new Error('not now');
        handled.push(...records.map(({ key }) => key));
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    expect([...new Set(handled)].sort()).toEqual(keys.toSorted());
    const again: string[] = [];
    const next = await log.consume({
      group,
      topics: [topic],
      handle: async (records) => void again.push(...records.map(({ key }) => key)),
    });
    await next.caughtUp;
    await next.close();
    expect(again).toEqual([]);
  });
}
