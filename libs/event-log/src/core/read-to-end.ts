import { type EventLog, EventLogError, type LogRecord } from '../port.ts';

/** What a reader says of some records; `enough` ends the reading. */
export type Reading = (records: readonly LogRecord[]) => Promise<'enough' | undefined> | 'enough' | undefined;

/**
 * Reads topics from their start to the end that they have now, in order for each partition, one batch at a time. A failure
 * of `read` ends it: the promise rejects with it.
 */
export async function readToEnd(log: EventLog, topics: readonly string[], read: Reading): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let over = false;
  let turn: Promise<void> = Promise.resolve();

  async function readInTurn(records: readonly LogRecord[]): Promise<void> {
    if (over) throw new EventLogError('event log: nobody reads on', { retryable: true });
    try {
      if ((await read(records)) !== 'enough') return;
      over = true;
      ended.resolve();
    } catch (error) {
      over = true;
      ended.reject(error);
    }
  }

  const consumer = await log.consume({
    topics,
    handle(records) {
      turn = turn.catch(() => {}).then(() => readInTurn(records));
      return turn;
    },
  });
  try {
    await Promise.race([consumer.caughtUp, ended.promise]);
  } finally {
    over = true;
    await consumer.close();
  }
}
