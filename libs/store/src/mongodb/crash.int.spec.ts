import { setTimeout as delay } from 'node:timers/promises';
import { type CrashableServer, crashableMongodb, eventually } from '@gatehouse/testing';
import { change } from '../change.ts';
import { COLLECTIONS, eventOf, PEOPLE, type Person } from '../contract-suite/fixture.ts';
import type { Collection, Store } from '../port.ts';
import { mongodbFixture } from './testing/mongodb-fixture.ts';

const server = await crashableMongodb('store');
afterAll(() => ('stop' in server ? server.stop() : undefined));

/** A call ends within some three seconds, where the driver by itself would wait for thirty, or for ever. */
const NO_HANG_MS = 25_000;

if ('skipped' in server) test.skip(`a MongoDB that crashes: ${server.skipped}`, () => {});
else crashSuite(server);

function crashSuite({ url, kill, start, pause, resume }: CrashableServer): void {
  describe('a MongoDB that crashes', () => {
    let fixture: ReturnType<typeof mongodbFixture>;
    let store: Store;
    let people: Collection<Person>;
    let slowestFailure = 0;

    beforeEach(async () => {
      fixture = mongodbFixture(url);
      store = await fixture.open(COLLECTIONS);
      people = store.collection(PEOPLE);
      slowestFailure = 0;
    });
    afterEach(() => fixture.destroy());

    /** Tries until the store answers. Any failure must say that it may be over later. */
    async function untilAnswered<T>(call: () => Promise<T>): Promise<{ answer: T; failures: number }> {
      const giveUpAt = performance.now() + 30_000;
      for (let failures = 0; ; failures++) {
        const started = performance.now();
        try {
          return { answer: await call(), failures };
        } catch (error) {
          expect(error).toMatchObject({ name: 'StoreError', retryable: true });
          expect(started).toBeLessThan(giveUpAt);
          slowestFailure = Math.max(slowestFailure, performance.now() - started);
          await delay(10);
        }
      }
    }

    test('killed and started again under load: nothing acknowledged is lost, nothing is there twice', async () => {
      const acknowledged: string[] = [];
      let counted = 0;
      let uncertain = 0;
      let going = true;

      async function insert(writer: number): Promise<void> {
        for (let n = 0; going; n++) {
          const id = `${writer}/${n}`;
          const write = { document: { _id: id, version: 1, name: id }, events: [eventOf(id, 1)] };
          const { answer, failures } = await untilAnswered(() => people.write(write));
          // After a failure the first try may have gone through.
          expect(answer.status).toEqual(
            failures === 0 ? 'written' : expect.stringMatching(/written|conflict/),
          );
          acknowledged.push(id);
        }
      }
      async function count(): Promise<void> {
        while (going) {
          const { failures } = await untilAnswered(() =>
            change(people, Date.now, 'counter', (current) => ({
              document: { _id: 'counter', name: 'counter', age: (current?.age ?? 0) + 1 },
              events: ({ version }) => [eventOf('counter', version)],
              result: undefined,
            })),
          );
          counted++;
          uncertain += failures;
        }
      }
      // One that fails unexpectedly ends the others, and the waiting for them.
      const failed = (error: unknown) => {
        going = false;
        throw error;
      };
      const writers = [...Array.from({ length: 6 }, (_, n) => insert(n)), count(), count()].map((writer) =>
        writer.catch(failed),
      );
      const all = Promise.all(writers);
      all.catch(() => {});
      const grownBy = async (some: number) => {
        const goal = acknowledged.length + some;
        const grown = () => expect(acknowledged.length).toBeGreaterThan(goal);
        await Promise.race([all, eventually(grown, { timeoutMs: 30_000 })]);
      };
      try {
        for (let round = 0; round < 3; round++) {
          await grownBy(100);
          await kill();
          await expect(people.get('0/0')).rejects.toMatchObject({ name: 'StoreError', retryable: true });
          await start();
        }
        await grownBy(100);
      } finally {
        going = false;
      }
      await all;

      expect(slowestFailure).toBeLessThan(NO_HANG_MS);
      const pending = new Map<string, number[]>();
      for (;;) {
        const entries = await store.outbox.read(100);
        if (entries.length === 0) break;
        for (const { id, events } of entries)
          pending.set(
            id,
            events.map(({ version }) => version),
          );
        await store.outbox.markPublished(entries);
      }
      expect(acknowledged.filter((id) => pending.get(id)?.length !== 1)).toEqual([]);
      expect(await people.count()).toBe(pending.size);
      const counter = await people.get('counter');
      expect(counter?.age).toBeGreaterThanOrEqual(counted);
      expect(counter?.age).toBeLessThanOrEqual(counted + uncertain);
      expect(new Set(pending.get('counter')).size).toBe(counter?.age);
    });

    test(
      'paused: calls end within their time, and a lease is not given twice',
      async () => {
        const lease = store.lease('relay');
        expect(await lease.acquire('one', 60_000)).toBe(true);
        await pause();
        const calls = [people.get('A'), store.ping(), store.outbox.read(1), lease.acquire('two', 60_000)];
        for (const call of await Promise.allSettled(calls)) {
          expect(call).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', retryable: true } });
        }
        await resume();
        expect((await untilAnswered(() => lease.acquire('two', 60_000))).answer).toBe(false);
        expect((await untilAnswered(() => lease.acquire('one', 60_000))).answer).toBe(true);
      },
      NO_HANG_MS,
    );
  });
}
