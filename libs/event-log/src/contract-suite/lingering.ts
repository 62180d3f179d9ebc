import { randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testing';
import { parsedValue, type SuiteFixture } from './suite-fixture.ts';

/** What is promised to a consumer whose records may linger, on any engine. */
export function describeLingering(suite: SuiteFixture): void {
  test('records that may linger all come, in order, whether or not somebody waits for the end', async () => {
    const { log, topic } = suite;
    const values: unknown[] = [];
    const consumer = await log.consume({
      group: `suite.${randomUUID()}`,
      topics: [topic],
      lingerMs: 100,
      handle: async (records) => void values.push(...records.map(parsedValue)),
    });
    for (const value of [1, 2]) await suite.publish(suite.record('a', value));
    await eventually(() => expect(values).toEqual([1, 2]));
    for (const value of [3, 4]) await suite.publish(suite.record('a', value));
    expect(await consumer.reachEnd(30_000)).toBe(true);
    expect(values).toEqual([1, 2, 3, 4]);
    await consumer.close();
  });
}
