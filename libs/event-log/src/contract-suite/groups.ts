import { randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testing';
import type { Consumer, EventLog, LogRecord } from '../port.ts';
import type { SuiteFixture } from './suite-fixture.ts';

interface Member {
  consumer: Consumer;
  /** Keys that the handler has. */
  held: Set<string>;
  handled: Set<string>;
}

/** What is promised where several consumers share a group, as tests of one engine. */
export function describeGroups(suite: SuiteFixture): void {
  describe('groups of several', () => {
    const { openAnother } = suite;
    const publish = (keys: readonly string[]) => suite.publish(...keys.map((key) => suite.record(key, 0)));

    async function join(group: string, from: EventLog, gate?: () => Promise<void>): Promise<Member> {
      const held = new Set<string>();
      const handled = new Set<string>();
      const consumer = await from.consume({
        group,
        topics: [suite.topic],
        async handle(records: readonly LogRecord[]) {
          for (const { key } of records) held.add(key);
          await gate?.();
          for (const { key } of records) {
            held.delete(key);
            handled.add(key);
          }
        },
      });
      return { consumer, held, handled };
    }

    const keys = (count: number) => Array.from({ length: count }, () => randomUUID());

    /** Where an engine divides a topic: waits until both have a part of it. */
    async function bothTakePart(members: readonly Member[]): Promise<void> {
      if (suite.log.engine === 'sqlite') return;
      await eventually(
        async () => {
          await publish(keys(12));
          await members[0]?.consumer.reachEnd(2_000);
          for (const { handled } of members) expect(handled.size).toBeGreaterThan(0);
        },
        { timeoutMs: 20_000 },
      );
    }

    test('two consumers share the records', async () => {
      const group = `suite.${randomUUID()}`;
      const one = await join(group, suite.log);
      await one.consumer.caughtUp;
      const other = await join(group, await openAnother());
      const published = keys(3).sort();
      await publish(published);
      await eventually(() => expect([...one.handled, ...other.handled].sort()).toEqual(published));
    });

    test.each([0, 1])(
      'the end is the group’s: neither reaches it while member %d is at work',
      async (slow) => {
        const group = `suite.${randomUUID()}`;
        let gate: Promise<void> | undefined;
        const gated = (member: number) => async () => (member === slow ? gate : undefined);
        const one = await join(group, suite.log, gated(0));
        await one.consumer.caughtUp;
        const other = await join(group, await openAnother(), gated(1));
        const members = [one, other];
        await bothTakePart(members);

        const open = Promise.withResolvers<void>();
        gate = open.promise;
        const published = keys(12);
        await publish(published);
        const seen = () =>
          published.filter((key) => members.some((m) => m.held.has(key) || m.handled.has(key)));
        await eventually(() => expect(seen()).toHaveLength(12));
        const handled = () => published.filter((key) => members.some((m) => m.handled.has(key)));
        await eventually(() => {
          const free = members[1 - slow];
          expect(published.filter((key) => free?.held.has(key))).toEqual([]);
        });
        const allDone = handled().length === 12;
        for (const { consumer } of members) expect(await consumer.reachEnd(600)).toBe(allDone);

        const reaching = members.map(async ({ consumer }) => {
          expect(await consumer.reachEnd(10_000)).toBe(true);
          expect(handled()).toHaveLength(12);
        });
        open.resolve();
        await Promise.all(reaching);
      },
    );

    test('a member that handled nothing is at the end where its group is', async () => {
      const group = `suite.${randomUUID()}`;
      await publish(keys(5));
      const one = await join(group, suite.log);
      await one.consumer.caughtUp;
      await one.consumer.close();
      const other = await join(group, await openAnother());
      expect(await other.consumer.reachEnd(10_000)).toBe(true);
      expect(other.handled.size).toBe(0);
    });
  });
}
