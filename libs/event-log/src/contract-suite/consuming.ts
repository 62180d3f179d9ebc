import { randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testing';
import { parsedValue, type SuiteFixture } from './suite-fixture.ts';

/** What is promised to a consumer that is alone in its group. */
export function describeConsuming(suite: SuiteFixture): void {
  describe('consuming', () => {
    test('an empty topic is caught up', async () => {
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      expect(await consumer.reachEnd(10_000)).toBe(true);
      expect(values).toEqual([]);
    });

    test('goes on with what comes later', async () => {
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      await suite.publish(suite.record('a', 1), suite.record('b', 2));
      expect(await consumer.reachEnd(10_000)).toBe(true);
      expect(values.sort()).toEqual([1, 2]);
    });

    test('rejected records come again, and later ones of the partition wait', async () => {
      const calls: unknown[] = [];
      let failures = 2;
      await suite.publish(suite.record('a', 1));
      const consumer = await suite.log.consume({
        group: `suite.${randomUUID()}`,
        topics: [suite.topic],
        batchSize: 1,
        async handle(records) {
          calls.push(...records.map(parsedValue));
          if (failures-- > 0) throw new Error('not now');
        },
      });
      await suite.publish(suite.record('a', 2));
      await eventually(() => expect(calls).toEqual([1, 1, 1, 2]));
      await consumer.close();
    });

    test('a group goes on where it stopped', async () => {
      const group = `suite.${randomUUID()}`;
      await suite.publish(suite.record('a', 1));
      const first = await suite.collect(group);
      await first.consumer.caughtUp;
      await first.consumer.close();
      await suite.publish(suite.record('a', 2));
      const second = await suite.collect(group, await suite.openAnother());
      await second.consumer.caughtUp;
      expect([...first.values, ...second.values]).toEqual([1, 2]);
    });

    test('groups do not share, and a replica reads from the start each time', async () => {
      await suite.publish(suite.record('a', 1), suite.record('a', 2));
      for (const group of [`suite.${randomUUID()}`, `suite.${randomUUID()}`, undefined, undefined]) {
        const { values, consumer } = await suite.collect(group);
        await consumer.caughtUp;
        expect(values).toEqual([1, 2]);
      }
    });

    test('one topic does not wait for another', async () => {
      const slow = `suite.${randomUUID()}`;
      await suite.log.ensureTopics([{ name: slow }]);
      await suite.publish({ topic: slow, key: 'a', value: '0' }, suite.record('a', 1));
      const values: unknown[] = [];
      const consumer = await suite.log.consume({
        group: `suite.${randomUUID()}`,
        topics: [slow, suite.topic],
        async handle(records) {
          if (records[0]?.topic === slow) throw new Error('never');
          values.push(...records.map(parsedValue));
        },
      });
      await eventually(() => expect(values).toEqual([1]));
      expect(await consumer.reachEnd(50)).toBe(false);
      expect((await consumer.lag()).get(slow)).toBe(1);
      expect((await consumer.lag()).get(suite.topic)).toBe(0);
      await consumer.close();
    });

    test('closing lets the batch under way finish, and commits it', async () => {
      const group = `suite.${randomUUID()}`;
      await suite.publish(suite.record('a', 1));
      const begun = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      const consumer = await suite.log.consume({
        group,
        topics: [suite.topic],
        handle() {
          begun.resolve();
          return finish.promise;
        },
      });
      await begun.promise;
      let closed = false;
      const closing = consumer.close().then(() => {
        closed = true;
      });
      await new Promise(setImmediate);
      expect(closed).toBe(false);
      finish.resolve();
      await closing;
      const next = await suite.collect(group);
      await next.consumer.caughtUp;
      expect(next.values).toEqual([]);
    });
  });
}
