import { type Consumer, type EventLog, EventLogError } from '@gatehouse/event-log';
import { createLogger } from '@gatehouse/runtime';
import { retryingLog } from './retrying-log.ts';

const AWAY = new EventLogError('event log: away', { retryable: true });
const lines: string[] = [];
const log = createLogger({ name: 'spec', destination: { write: (line) => void lines.push(line) } });
beforeEach(() => {
  lines.length = 0;
});

/** A log whose every first call of a kind fails. */
function hiccuping(): EventLog {
  const called = new Set<string>();
  async function afterHiccup<T>(what: string, given: T): Promise<T> {
    if (called.has(what)) return given;
    called.add(what);
    throw AWAY;
  }
  return {
    engine: 'spec',
    ensureTopics: () => afterHiccup('ensureTopics', undefined),
    consume: () => afterHiccup('consume', {} as Consumer),
    publisher: () => Promise.reject(AWAY),
    ping: () => Promise.reject(AWAY),
    close: async () => {},
  };
}

test('a hiccup while topics are made or a consumer begins is waited out, with a line for each', async () => {
  const patient = retryingLog(hiccuping(), { log });
  await patient.ensureTopics([{ name: 'things' }]);
  await patient.consume({ topics: ['things'], handle: async () => {} });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { what: 'event log', reason: 'event log: away' },
    { what: 'event log', reason: 'event log: away' },
  ]);
});

test('what says whether the log is there stays as it is, and so does all once the start should be over', async () => {
  await expect(retryingLog(hiccuping(), { log }).ping()).rejects.toBe(AWAY);
  const late = retryingLog(hiccuping(), { log, retryForMs: 0 });
  await expect(late.ensureTopics([{ name: 'things' }])).rejects.toBe(AWAY);
  expect(lines).toEqual([]);
});
