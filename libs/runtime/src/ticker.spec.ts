import { createTicker } from './ticker.ts';

const unexpected = (error: unknown) => {
  throw error;
};

test('runs at once, and again when woken, long before its interval', async () => {
  const runs = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  const ticker = createTicker({
    run: async () => {
      runs[count++]?.resolve();
      return undefined;
    },
    intervalMs: 3_600_000,
    onError: unexpected,
  });
  await runs[0]?.promise;
  ticker.wake();
  await runs[1]?.promise;
  await ticker.close();
});

test('a run says when it wants the next', async () => {
  const third = Promise.withResolvers<void>();
  let count = 0;
  const ticker = createTicker({
    run: async () => {
      if (++count === 3) third.resolve();
      return 0;
    },
    intervalMs: 3_600_000,
    onError: unexpected,
  });
  await third.promise;
  await ticker.close();
});

test('woken during a run, it runs once more; runs never overlap', async () => {
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  let under = 0;
  const ticker = createTicker({
    run: async () => {
      expect(++under).toBe(1);
      if (++count === 2) second.resolve();
      entered.resolve();
      await leave.promise;
      under--;
      return undefined;
    },
    intervalMs: 3_600_000,
    onError: unexpected,
  });
  await entered.promise;
  ticker.wake();
  leave.resolve();
  await second.promise;
  await ticker.close();
});

test('a failed run is told of, and followed by the next; close waits for the run under way', async () => {
  const failure = new Error('no');
  const told = Promise.withResolvers<unknown>();
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  let count = 0;
  const ticker = createTicker({
    run: async () => {
      if (++count === 1) throw failure;
      entered.resolve();
      await leave.promise;
      return 0;
    },
    intervalMs: 1,
    onError: told.resolve,
  });
  expect(await told.promise).toBe(failure);
  await entered.promise;
  let closed = false;
  const closing = ticker.close().then(() => {
    closed = true;
  });
  await Promise.resolve();
  expect(closed).toBe(false);
  leave.resolve();
  await closing;
  expect(count).toBe(2);
});
