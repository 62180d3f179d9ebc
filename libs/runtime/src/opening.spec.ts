import { type Closers, createClosers } from './closers.ts';
import { createLogger, type Logger } from './logger.ts';
import { openWithRetries, retryUntilOpen } from './opening.ts';

class Away extends Error {
  override readonly name = 'StoreError';
  readonly retryable: boolean;
  constructor(retryable: boolean) {
    super('MongoDB: no server');
    this.retryable = retryable;
  }
}

let lines: string[];
let log: Logger;
let closers: Closers;
beforeEach(() => {
  lines = [];
  log = createLogger({ name: 'spec', destination: { write: (line) => void lines.push(line) } });
  closers = createClosers(log);
});

function opensAfter(failures: number, error = new Away(true)) {
  const state = { tries: 0, closed: false };
  const open = async () => {
    if (state.tries++ < failures) throw error;
    return {
      async close() {
        state.closed = true;
      },
    };
  };
  return { state, open };
}

test('tries again until the server is there, with a line for each try, and closes it at the end', async () => {
  const { state, open } = opensAfter(2);
  await openWithRetries('store', open, { log, closers });
  expect(state.tries).toBe(3);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { what: 'store', reason: 'MongoDB: no server', nextTryMs: 250 },
    { nextTryMs: 500 },
  ]);
  await closers.closeAll();
  expect(state.closed).toBe(true);
});

test('a first step is tried again like an opening, and fails in its own words', async () => {
  const { state, open } = opensAfter(1);
  await retryUntilOpen('store', open, { log });
  expect(state.tries).toBe(2);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ what: 'store', nextTryMs: 250 }]);
  const error = new Away(true);
  await expect(retryUntilOpen('store', () => Promise.reject(error), { log, retryForMs: 0 })).rejects.toBe(
    error,
  );
});

test('gives up in time, and says what was not there', async () => {
  const { state, open } = opensAfter(100);
  await expect(openWithRetries('store', open, { log, closers, retryForMs: 300 })).rejects.toThrow(
    'the store did not open within 0.3 s: MongoDB: no server',
  );
  expect(state.tries).toBe(2);
});

test('what will never open is not tried again', async () => {
  const { state, open } = opensAfter(1, new Away(false));
  await expect(openWithRetries('store', open, { log, closers })).rejects.toThrow('no server');
  expect(state.tries).toBe(1);
  expect(lines).toEqual([]);
});
