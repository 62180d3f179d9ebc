import { type EventLog, EventLogError, type LogRecord } from '../port.ts';

/** Takes some records; `enough` ends the reading. */
export type Reading = (records: readonly LogRecord[]) => Promise<'enough' | undefined> | 'enough' | undefined;

/**
 * Reads topics from their start to the end that they have now, in order for each partition, one batch at a time. A failure
 * of `read` ends it: the promise rejects with it.
 */
export async function readToEnd(log: EventLog, topics: readonly string[], read: Reading): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let isOver = false;
  let last: Promise<void> = Promise.resolve();

  async function readNext(records: readonly LogRecord[]): Promise<void> {
    if (isOver) throw new EventLogError('event log: the reading has ended', { retryable: true });
    try {
      if ((await read(records)) !== 'enough') return;
      isOver = true;
      ended.resolve();
    } catch (error) {
      isOver = true;
      ended.reject(error);
    }
  }

  const consumer = await log.consume({
    topics,
    handle(records) {
      last = last.catch(() => {}).then(() => readNext(records));
      return last;
    },
  });
  try {
    await Promise.race([consumer.caughtUp, ended.promise]);
  } finally {
    isOver = true;
    await consumer.close();
  }
}
