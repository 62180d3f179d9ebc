import { hostileEventLog } from '../testing/index.ts';
import { AWAY, DONE, subscribeEngines, subscriptionUnderTest } from '../testing/subscription-under-test.ts';
import type { ParsedRecord } from './parsed-record.ts';

describe.each(await subscribeEngines())('subscribe on %s', (_engine, url) => {
  const { deadLetters, handled, log, note, publish, start } = subscriptionUnderTest(url);

  test('handles only the last record of each key in a batch', async () => {
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }], ['a', { n: 3 }]);
    await (await start()).caughtUp;
    expect(handled().sort()).toEqual(['a3', 'b1']);
  });

  test('without coalescing, handles all: a key’s in order, keys side by side', async () => {
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }], ['b', { n: 2 }]);
    const bothBegun = Promise.withResolvers<void>();
    const begun = new Set<string>();
    const subscription = await start({
      coalesce: false,
      async handle(record) {
        begun.add(record.key);
        if (begun.size === 2) bothBegun.resolve();
        await bothBegun.promise;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled().filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2']);
    expect(handled().filter((each) => each.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  test('handles a batch together where that is offered: each key’s last record, with an outcome for each', async () => {
    const batches: string[][] = [];
    const outcomes: string[] = [];
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }]);
    const subscription = await start({
      handle: () => Promise.reject(new Error('alone')),
      async handleMany(records) {
        batches.push(records.map(({ key, event }) => `${key}${event.n}`));
        return records.map(({ key }) => (key === 'a' ? DONE : { status: 'ignored', reason: 'b' }));
      },
      onOutcome: (_, { status }) => outcomes.push(status),
    });
    await subscription.caughtUp;
    expect(batches).toEqual([['a2', 'b1']]);
    expect(outcomes).toEqual(['done', 'ignored']);
  });

  test('without coalescing, a batch that is handled together has all of a key’s records in order, also one by one', async () => {
    const batches: string[][] = [];
    await publish(['a', { n: 1 }], ['b', { n: 1 }], ['a', { n: 2 }], ['a', { n: 3 }]);
    const subscription = await start({
      coalesce: false,
      handle: async (record) => note(record),
      async handleMany(records) {
        batches.push(records.map(({ key, event }) => `${key}${event.n}`));
        throw new TypeError('one by one');
      },
    });
    await subscription.caughtUp;
    expect(batches[0]?.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1']);
    expect(batches[0]?.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(handled().filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(handled()).toContain('b1');
  });

  test('what fails together is handled one by one: only what is at fault becomes a dead letter, until it is mended', async () => {
    await publish(['a', { n: 1 }], ['bad', { n: 1 }], ['text', 'no json'], ['c', { n: 1 }]);
    const judge = ({ key, event }: ParsedRecord) => {
      if (key === 'bad' && event.n === 1) throw new TypeError('bad');
    };
    const subscription = await start({
      async handle(record) {
        judge(record);
        return note(record);
      },
      async handleMany(records) {
        records.forEach(judge);
        return records.map(note);
      },
    });
    await subscription.caughtUp;
    expect(handled().sort()).toEqual(['a1', 'c1']);
    expect((await deadLetters()).map(({ key }) => key).sort()).toEqual(['bad', 'text']);
    await publish(['bad', { n: 2 }], ['text', { n: 2 }]);
    await subscription.reachEnd(10_000);
    expect(handled().sort()).toEqual(['a1', 'bad2', 'c1', 'text2']);
    expect(subscription.openDeadLetters()).toBe(0);
  });

  test('a batch that was handled together while it was closed is not handled again', async () => {
    await publish(['a', { n: 1 }], ['b', { n: 1 }]);
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = await start({
      handle: () => Promise.reject(new Error('alone')),
      async handleMany(records) {
        begun.resolve();
        await goOn.promise;
        return records.map(note);
      },
    });
    await begun.promise;
    const closing = first.close();
    goOn.resolve();
    await closing;
    await (await start()).reachEnd(10_000);
    expect(handled().sort()).toEqual(['a1', 'b1']);
  });

  test('an error that may be retried is retried', async () => {
    let failures = 2;
    await publish(['a', { n: 1 }]);
    const subscription = await start({
      async handle(record) {
        if (failures-- > 0) throw AWAY;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled()).toEqual(['a1']);
    expect(subscription.openDeadLetters()).toBe(0);
  });

  test('records of several keys that share an order are handled in it, also where one fails for a while', async () => {
    let failures = 2;
    await publish(['a/1', { n: 1, of: 'a' }], ['a/2', { n: 2, of: 'a' }], ['b', { n: 3 }]);
    const subscription = await start({
      orderOf: (event) => (event as { of?: string } | undefined)?.of,
      async handle(record) {
        if (record.event.n === 1 && failures-- > 0) throw AWAY;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled().filter((each) => each.startsWith('a'))).toEqual(['a/11', 'a/22']);
    expect(handled()).toContain('b3');
  });

  test('closing ends a pause between tries, and the record comes again', async () => {
    const tried = Promise.withResolvers<void>();
    await publish(['a', { n: 1 }]);
    const first = await start({
      retry: { attempts: 10, baseMs: 60_000, maxMs: 60_000 },
      async handle() {
        tried.resolve();
        throw AWAY;
      },
    });
    await tried.promise;
    await first.close();
    await (await start()).caughtUp;
    expect(handled()).toEqual(['a1']);
    expect(await deadLetters()).toEqual([]);
  });

  test('on a hostile log each key ends on its last state', async () => {
    const last = new Map<string, unknown>();
    const hostile = hostileEventLog(log(), { seed: 11 });
    const subscription = await start({
      log: hostile,
      async handle({ key, event }) {
        last.set(key, event.n);
        return DONE;
      },
    });
    for (let n = 1; n <= 30; n++) await publish(['a', { n }], ['b', { n }], ['c', { n }]);
    await subscription.reachEnd(10_000);
    expect(Object.fromEntries(last)).toEqual({ a: 30, b: 30, c: 30 });
  });
});
