import { randomUUID } from 'node:crypto';
import type { Consumer, EventLog } from '../port.ts';
import type { SuiteFixture } from './suite-fixture.ts';

/** Where a group begins that has committed nothing. */
export function describeBeginning(suite: SuiteFixture): void {
  describe('beginning at the end', () => {
    let values: unknown[];
    let group: string;

    beforeEach(() => {
      values = [];
      group = `suite.${randomUUID()}`;
    });

    const publish = (key: string, value: number) => suite.publish(suite.record(key, value));

    function consume(log: EventLog): Promise<Consumer> {
      return log.consume({
        group,
        topics: [suite.topic],
        from: 'end',
        async handle(records) {
          values.push(...records.map(({ value }) => JSON.parse(value)));
        },
      });
    }

    test('what the topic held before is not handled, what comes later is', async () => {
      const { log, topic } = suite;
      for (const key of ['a', 'b', 'c']) await publish(key, 1);
      const consumer = await consume(log);
      await consumer.caughtUp;
      expect((await consumer.lag()).get(topic)).toBe(0);
      await publish('a', 2);
      expect(await consumer.reachEnd(10_000)).toBe(true);
      expect(values).toEqual([2]);
    });

    test('it is where the group began that counts, although nothing came before it stopped', async () => {
      const { log, openAnother } = suite;
      await publish('a', 1);
      const first = await consume(log);
      await first.caughtUp;
      await first.close();
      await publish('a', 2);
      const second = await consume(await openAnother());
      await second.caughtUp;
      expect(values).toEqual([2]);
    });

    test('a second consumer of the group changes nothing', async () => {
      const { log, openAnother } = suite;
      const first = await consume(log);
      await first.caughtUp;
      await publish('a', 1);
      const second = await consume(await openAnother());
      await second.caughtUp;
      await publish('b', 2);
      expect(await second.reachEnd(10_000)).toBe(true);
      expect([...new Set(values)]).toEqual([1, 2]);
    });
  });
}
