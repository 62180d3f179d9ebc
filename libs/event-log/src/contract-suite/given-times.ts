import { randomUUID } from 'node:crypto';
import type { SuiteFixture } from './suite-fixture.ts';

/** What is promised of records with a time of their own. */
export function describeGivenTimes(suite: SuiteFixture): void {
  test('a record keeps the time that it is given; another gets that of its publishing', async () => {
    const { log, topic } = suite;
    const made = Date.UTC(2024, 0, 31, 12);
    const publisher = await log.publisher(`suite.${randomUUID()}`);
    await publisher.publish([
      { topic, key: 'a', value: '1', timestamp: made },
      { topic, key: 'a', value: '2' },
    ]);
    const times: number[] = [];
    const consumer = await log.consume({
      topics: [topic],
      handle: async (some) => void times.push(...some.map(({ timestamp }) => timestamp)),
    });
    await consumer.caughtUp;
    expect(times[0]).toBe(made);
    expect(times[1]).toBeGreaterThan(made);
  });
}
