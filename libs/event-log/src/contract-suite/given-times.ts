import { randomUUID } from 'node:crypto';
import type { EventLog } from '../port.ts';

/** What is promised of records that say themselves when they were made. */
export function describeGivenTimes(under: () => { log: EventLog; topic: string }): void {
  test('a record keeps the time that it is given; another gets that of its publishing', async () => {
    const { log, topic } = under();
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
