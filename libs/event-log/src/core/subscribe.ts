import { deadLetterTopic, parseReplayRequest } from '../dead-letters/dead-letter.ts';
import { entityOf, openGroupDeadLetters } from '../dead-letters/group-dead-letters.ts';
import { readOpenDeadLetters } from '../dead-letters/open-dead-letters.ts';
import type { Consumer, EventLog, LogRecord } from '../port.ts';
import { byKey, workOff } from './by-key.ts';
import type { FailureLog } from './failure-log.ts';
import { failureReason } from './failure-reason.ts';
import { KeyedLock } from './keyed-lock.ts';
import { type ParsedRecord, parseRecord } from './parsed-record.ts';
import { DEFAULT_RETRIES, type RetryOptions, saysIfRetryable, withRetries } from './retries.ts';

/** What became of a record that was handled. */
export type Outcome = { status: 'done' } | { status: 'ignored'; reason: string };

/** Handles records together, and gives the outcome of each in their order. */
export type HandleMany = (records: readonly ParsedRecord[]) => Promise<readonly Outcome[]>;

export interface SubscribeOptions {
  log: EventLog;
  group: string;
  topics: readonly string[];
  /** Where a group begins that has committed nothing: at the start of its topics, the default, or at their end. */
  from?: 'start' | 'end' | undefined;
  /**
   * Performs one record's effects. They must follow from the state in the record alone: a record may be delivered twice, and
   * earlier states of its key may be missing. After an error with `retryable: true` the handler is called again for a while.
   * After one with `retryable: false`, which engines throw, it is called once more. Any other error makes a dead letter.
   */
  handle: (record: ParsedRecord) => Promise<Outcome>;
  /**
   * Handles the records of a batch together, which costs less when many arrive at once. With coalescing no two have the same
   * key; without it, those of a key are in order. Gives an outcome for each record, in the same order. If it throws, `handle`
   * gets the records one by one.
   */
  handleMany?: HandleMany | undefined;
  now: () => number;
  retry?: Partial<RetryOptions> | undefined;
  /** Of a batch only each key's last record is handled. Default true. */
  coalesce?: boolean | undefined;
  /**
   * What keeps an event and those of other keys in one order: none is begun before the one before was handled or given up, however
   * often that failed. Default, and where it gives undefined: the key.
   */
  orderOf?: ((event: unknown) => string | undefined) | undefined;
  /** Keys handled at a time, per partition. Default 32. */
  concurrency?: number | undefined;
  /** Most records of a partition taken at a time, as `consume` has it. Default 100. */
  batchSize?: number | undefined;
  /** Whether the next batch may begin while one is under way, as `consume` has it: a key's records stay in order. */
  overlapping?: boolean | undefined;
  /** How long records may wait for later ones, as `consume` has it. With coalescing fewer are handled then. */
  lingerMs?: number | undefined;
  /**
   * Rejects while what the handler needs is away (a store's ping). An outage is no record's fault: nothing then
   * becomes a dead letter, and the batch comes again. Default: the log's ping.
   */
  ping?: (() => Promise<void>) | undefined;
  /** Each record that was handled or given up, for metrics. */
  onOutcome?: ((topic: string, outcome: Outcome | { status: 'dead'; reason: string }) => void) | undefined;
  logger?: FailureLog | undefined;
}

export interface Subscription extends Consumer {
  /** Dead letters of the group that no later record has closed. */
  openDeadLetters(): number;
}

/**
 * Consumes topics as a group: records of a key in order, different keys concurrently. A record that cannot be processed
 * goes to `<topic>.dead` and stops nothing else.
 *
 * The states of a record:
 *
 * - `received`: the log handed it over, in a batch. With coalescing only the last one of its key goes on.
 *     - to `dead`, if its value is not a JSON object
 *     - to `handling`, once no other record of its key is being handled
 * - `handling`: the handler has it, alone or together with others.
 *     - to `handled`, with the handler's outcome
 *     - to `handling` again, after a pause, on an error with `retryable: true`, until the attempts are used up
 *     - to `handling` once more, on an error with `retryable: false`
 *     - to `received` again with its whole batch, if the error has a `retryable` member and `ping` rejects: an outage is no
 *       record's fault
 *     - to `dead`, on any other error
 * - `handled`: committed with its batch. It closes the dead letters of older records of its key.
 * - `dead`: its dead letter is open in `<topic>.dead`.
 *     - to `handling`, when an operator requests a replay
 *     - to closed, when a later record of its key is handled or an operator discards it
 */
export async function subscribe(options: SubscribeOptions): Promise<Subscription> {
  const { log, group, topics, handle, handleMany, now, coalesce = true, concurrency = 32, logger } = options;
  const { from, batchSize, overlapping, lingerMs, onOutcome, ping = () => log.ping() } = options;
  const orderOf = (record: LogRecord) => options.orderOf?.(parseRecord(record)?.event) ?? record.key;
  const retry = { ...DEFAULT_RETRIES, ...options.retry };
  const stop = new AbortController();
  const deadLetters = await openGroupDeadLetters({ log, group, topics, now });
  const topicOfDead = new Map(topics.map((topic) => [deadLetterTopic(topic), topic]));
  /** A replayed record must not be handled at the same time as a newer one of its key. */
  const locks = new KeyedLock();

  async function handleAlone(record: LogRecord): Promise<void> {
    const parsed = parseRecord(record);
    if (parsed === undefined) return makeDead(record, 'the value is not a JSON object');
    let result = await attempt(() => withRetries(() => handle(parsed), retry, stop.signal));
    // The outage that it failed in may have ended just before the ping.
    if ('fault' in result && saysIfRetryable(result.fault)) result = await attempt(() => handle(parsed));
    if ('fault' in result) return makeDead(record, failureReason(result.fault));
    await deadLetters.closeOlder([record]);
    onOutcome?.(record.topic, result.outcome);
  }

  /** The outcome, or the error that is the record's fault. Rejects during an outage. */
  async function attempt(work: () => Promise<Outcome>): Promise<{ outcome: Outcome } | { fault: unknown }> {
    try {
      return { outcome: await work() };
    } catch (fault) {
      stop.signal.throwIfAborted();
      // During an outage an engine's error may say either.
      if (saysIfRetryable(fault)) await ping();
      return { fault };
    }
  }

  /** Records that cannot be handled together are handled alone, which shows the one at fault. */
  async function handleTogether(records: readonly LogRecord[], many: HandleMany): Promise<void> {
    const parsed = records.map(parseRecord);
    const outcomes = parsed.every((each) => each !== undefined) ? await many(parsed).catch(() => []) : [];
    if (outcomes.length < records.length) stop.signal.throwIfAborted();
    const handled = records.slice(0, outcomes.length);
    await deadLetters.closeOlder(handled);
    for (const [index, { topic }] of handled.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) onOutcome?.(topic, outcome);
    }
    await workOff(byKey(records.slice(outcomes.length), coalesce, orderOf), concurrency, handleAlone);
  }

  async function makeDead(record: LogRecord, reason: string): Promise<void> {
    const { topic, partition, offset, key } = record;
    await deadLetters.open(record, reason);
    logger?.warn({ group, topic, partition, offset, key, reason }, 'record became a dead letter');
    onOutcome?.(topic, { status: 'dead', reason });
  }

  /** Handles the dead letters whose replay is requested by some records of their topic. */
  async function replay(records: readonly LogRecord[], topic: string): Promise<void> {
    const requests = records.map(({ value }) => parseReplayRequest(value));
    const requested = new Set(requests.flatMap((each) => (each?.group === group ? [each.id] : [])));
    if (requested.size === 0) return;
    const withRecord = ({ id }: { id: string }) => requested.has(id);
    const found = await readOpenDeadLetters({ log, topics: [topic], now, withRecord });
    await deadLetters.catchUp();
    const dead = [...found.values()].map(({ deadLetter }) => [deadLetter]);
    await workOff(dead, concurrency, ({ id, topic, key, record }) =>
      locks.run([entityOf({ topic, key })], async () => {
        // A newer record may have closed it meanwhile.
        if (record !== undefined && deadLetters.isOpen({ id, topic, key })) await handleAlone(record);
      }),
    );
  }

  async function handleBatch(records: readonly LogRecord[]): Promise<void> {
    const [first] = records;
    const replayed = first && topicOfDead.get(first.topic);
    if (replayed !== undefined) return replay(records, replayed);
    const groups = byKey(records, coalesce, orderOf);
    if (handleMany !== undefined) {
      const entities = groups.flatMap(([first]) => (first === undefined ? [] : entityOf(first)));
      return locks.run(entities, () => handleTogether(groups.flat(), handleMany));
    }
    await workOff(groups, concurrency, (record) => locks.run([entityOf(record)], () => handleAlone(record)));
  }

  const consumer = await log.consume({
    group,
    topics: [...topics, ...topicOfDead.keys()],
    ...{ from, batchSize, overlapping, lingerMs },
    async handle(records) {
      try {
        await handleBatch(records);
      } catch (error) {
        if (!stop.signal.aborted) {
          logger?.warn(
            { group, topic: records[0]?.topic, reason: failureReason(error) },
            'batch comes again',
          );
        }
        throw error;
      }
    },
  });
  return {
    ...consumer,
    async lag() {
      const lags = await consumer.lag();
      return new Map(topics.map((topic) => [topic, lags.get(topic) ?? 0]));
    },
    openDeadLetters: () => deadLetters.openCount(),
    async close() {
      stop.abort();
      await consumer.close();
      await deadLetters.close();
    },
  };
}
