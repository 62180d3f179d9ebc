import { deadLetterTopic, parseReplayRequest } from '../dead-letters/dead-letter.ts';
import { openDeadLetters } from '../dead-letters/group-dead-letters.ts';
import { readOpenLetters } from '../dead-letters/open-dead-letters.ts';
import type { Consumer, EventLog, LogRecord } from '../port.ts';
import { byKey, workOff } from './by-key.ts';
import type { FailureLog } from './failure-log.ts';
import { failureReason } from './failure-reason.ts';
import { Turns } from './keyed-lock.ts';
import { type ParsedRecord, parseRecord } from './parsed-record.ts';
import { DEFAULT_RETRIES, type RetryOptions, saysIfRetryable, withRetries } from './retries.ts';

/** What became of a record that was handled. */
export type Outcome = { status: 'done' } | { status: 'ignored'; reason: string };

/** Handles records together, and tells of each in their order. */
export type HandleMany = (records: readonly ParsedRecord[]) => Promise<readonly Outcome[]>;

export interface SubscribeOptions {
  log: EventLog;
  group: string;
  topics: readonly string[];
  /** Where a group begins that has committed nothing: at the start of its topics, the default, or at their end. */
  from?: 'start' | 'end';
  /**
   * One record's effects, which come from the state it carries: it may come again, and states before it may not come.
   * An error with `retryable: true` is tried again for a while, one with `false`, as engines throw it, once; any other
   * makes a dead letter at once.
   */
  handle: (record: ParsedRecord) => Promise<Outcome>;
  /**
   * The same for a batch's records together, no two of a key, with an outcome for each in their order: where much comes at
   * once it costs less. Whatever it throws, `handle` then has them one by one. Not without coalescing.
   */
  handleMany?: HandleMany;
  now: () => number;
  retry?: Partial<RetryOptions>;
  /** Of a batch only each key's last record is handled. Default true. */
  coalesce?: boolean;
  /** Keys handled at a time, per partition. Default 32. */
  concurrency?: number;
  /** Most records of a partition taken at a time, as `consume` has it. Default 100. */
  batchSize?: number;
  /** Whether the next batch may begin while one is under way, as `consume` has it: a key's records stay in order. */
  overlapping?: boolean;
  /**
   * Rejects while what the handler needs is away (a store's ping). An outage is no record's fault: nothing then
   * becomes a dead letter, and the batch comes again. Default: the log's ping.
   */
  ping?: () => Promise<void>;
  /** Each record that was handled or given up, for metrics. */
  onOutcome?: (topic: string, outcome: Outcome | { status: 'dead'; reason: string }) => void;
  logger?: FailureLog;
}

export interface Subscription extends Consumer {
  /** Dead letters of the group that no later record has closed. */
  openDeadLetters(): number;
}

/**
 * Consumes topics as a group: records of a key in order, different keys side by side. A record that cannot be processed
 * goes to `<topic>.dead` and stops nothing else; from there it comes again when an operator says so.
 */
export async function subscribe(options: SubscribeOptions): Promise<Subscription> {
  const {
    log,
    group,
    topics,
    from,
    handle,
    handleMany,
    now,
    coalesce = true,
    concurrency = 32,
    batchSize,
    overlapping,
    onOutcome,
    logger,
  } = options;
  const ping = options.ping ?? (() => log.ping());
  const retry = { ...DEFAULT_RETRIES, ...options.retry };
  const stop = new AbortController();
  const deadLetters = await openDeadLetters({ log, group, topics, now });
  const originOf = new Map(topics.map((topic) => [deadLetterTopic(topic), topic]));

  /** A record that is replayed must not be under way beside a newer one of its key. */
  const turns = new Turns();
  const turnOf = ({ topic, key }: { topic: string; key: string }) => `${topic}/${key}`;
  const process = (record: LogRecord) => turns.take(turnOf(record), () => processNow(record));

  async function processNow(record: LogRecord): Promise<void> {
    const parsed = parseRecord(record);
    if (parsed === undefined) return giveUp(record, 'the value is not a JSON object');
    let result = await attempt(() => withRetries(() => handle(parsed), retry, stop.signal));
    // The outage that it failed in may have ended just before the ping.
    if ('fault' in result && saysIfRetryable(result.fault)) result = await attempt(() => handle(parsed));
    if ('fault' in result) return giveUp(record, failureReason(result.fault));
    await deadLetters.closeBehind([record]);
    onOutcome?.(record.topic, result.outcome);
  }

  /** What became of it, or why nothing did. Rejects while what the handler needs is away. */
  async function attempt(work: () => Promise<Outcome>): Promise<{ outcome: Outcome } | { fault: unknown }> {
    try {
      return { outcome: await work() };
    } catch (fault) {
      stop.signal.throwIfAborted();
      // In an outage an engine's error may say what it likes.
      if (saysIfRetryable(fault)) await ping();
      return { fault };
    }
  }

  /** What cannot be handled together is handled alone: so it is known which record is at fault. */
  async function processTogether(records: readonly LogRecord[], many: HandleMany): Promise<void> {
    const parsed = records.map(parseRecord);
    const outcomes = parsed.every((each) => each !== undefined) ? await many(parsed).catch(() => []) : [];
    if (outcomes.length < records.length) stop.signal.throwIfAborted();
    const together = records.slice(0, outcomes.length);
    await deadLetters.closeBehind(together);
    for (const [place, { topic }] of together.entries()) {
      const outcome = outcomes[place];
      if (outcome !== undefined) onOutcome?.(topic, outcome);
    }
    const alone = records.slice(outcomes.length).map((record) => [record]);
    await workOff(alone, concurrency, processNow);
  }

  async function giveUp(record: LogRecord, reason: string): Promise<void> {
    const { topic, partition, offset, key } = record;
    await deadLetters.open(record, reason);
    logger?.warn({ group, topic, partition, offset, key, reason }, 'record became a dead letter');
    onOutcome?.(topic, { status: 'dead', reason });
  }

  /** Of the dead letters' own records only an operator's word that a letter be tried again asks for anything. */
  async function replay(records: readonly LogRecord[], topic: string): Promise<void> {
    const asked = new Set(
      records.flatMap(({ value }) => {
        const request = parseReplayRequest(value);
        return request?.group === group ? [request.id] : [];
      }),
    );
    if (asked.size === 0) return;
    const found = await readOpenLetters({ log, topics: [topic], now, withRecord: ({ id }) => asked.has(id) });
    await deadLetters.catchUp();
    const dead = [...found.values()].map(({ letter }) => [letter]);
    await workOff(dead, concurrency, ({ id, topic, key, record }) =>
      turns.take(turnOf({ topic, key }), async () => {
        // A newer record may have closed it meanwhile.
        if (record !== undefined && deadLetters.isOpen({ id, topic, key })) await processNow(record);
      }),
    );
  }

  async function work(records: readonly LogRecord[]): Promise<void> {
    const [first] = records;
    const letterOf = first && originOf.get(first.topic);
    if (letterOf !== undefined) await replay(records, letterOf);
    else if (handleMany !== undefined && coalesce) {
      const last = byKey(records, coalesce).flat();
      await turns.takeAll(last.map(turnOf), () => processTogether(last, handleMany));
    } else await workOff(byKey(records, coalesce), concurrency, process);
  }

  const consumer = await log.consume({
    group,
    topics: [...topics, ...originOf.keys()],
    ...(from !== undefined && { from }),
    ...(batchSize !== undefined && { batchSize }),
    ...(overlapping !== undefined && { overlapping }),
    async handle(records) {
      try {
        await work(records);
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
