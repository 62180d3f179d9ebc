/**
 * The event log's port: topics of keyed records, compacted to each key's last. At least once, in order per key.
 * Which engine keeps them is decided by `EVENTS_URL`. Every adapter passes the one contract suite.
 */

/** A topic as the platform declares it; engines create it where it is missing and check it where it is there. */
export interface TopicDeclaration {
  name: string;
  /** Records are also deleted at this age (deliveries, dead letters); without it only older states of a key go. */
  retentionMs?: number;
}

export interface OutgoingRecord {
  topic: string;
  key: string;
  /** Chooses the partition in place of the key. */
  partitionKey?: string | undefined;
  /** JSON text. */
  value: string;
  /** When it was made, in milliseconds, if not now: records of another log keep their age. */
  timestamp?: number | undefined;
}

export interface LogRecord {
  topic: string;
  partition: number;
  /** Grows within a partition, with gaps. Text: Kafka's are 64 bits. */
  offset: string;
  key: string;
  value: string;
  /** When the log took it, or its publisher's time; milliseconds. */
  timestamp: number;
}

/**
 * One writer to the log. A publisher opened later under the same name fences this one: from then on its `publish`
 * rejects (EventLogError with `fenced`) and has no effect. At most one `publish` may be in flight.
 */
export interface Publisher {
  /**
   * Appends all or none, in order; resolved means durable. At most 512 KB of values. Rejects with `RecordsTooLarge` where
   * the log never takes some of the records; the publisher can go on.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /**
   * Consumers of one group share the partitions, and go on from the group's committed positions.
   * Absent: this consumer reads everything from the start, and commits nothing (a replica).
   */
  group?: string;
  topics: readonly string[];
  /**
   * The first position of a group that has committed nothing of a topic: the start, the default, or the end that the topic
   * has at this moment, which is committed at once.
   */
  from?: 'start' | 'end' | undefined;
  /**
   * Records of one partition, in order. Committed when it resolves; when it rejects, the same records come again
   * (after a pause that the engine chooses), and later ones of that partition wait.
   */
  handle: (records: readonly LogRecord[]) => Promise<void>;
  /** Most records handed over at a time. Default 100. */
  batchSize?: number | undefined;
  /**
   * Allows that a partition's next batch is handed over while one is in flight. They are committed in order, and after a
   * failure all uncommitted ones come again. The handler must keep order itself. An engine may ignore it.
   */
  overlapping?: boolean | undefined;
  /**
   * How long records may wait for later ones, so that more are handed over at a time: for a consumer whose effects nobody
   * waits for. `reachEnd` may take as much longer.
   */
  lingerMs?: number | undefined;
}

export interface Consumer {
  /** Resolves once everything that the topics held when this consumer started is handled, in the sense of `reachEnd`. */
  readonly caughtUp: Promise<void>;
  /**
   * Waits until all that the topics hold at this moment is handled: by this consumer where it has no group, else by any
   * members of the group. A store that the members share then has all of it. False when that took longer than
   * `timeoutMs`, also because the log is away, or when this consumer was closed before.
   */
  reachEnd(timeoutMs: number): Promise<boolean>;
  /** Records not yet handled, by topic, where this consumer knows. */
  lag(): Promise<ReadonlyMap<string, number>>;
  /** Finishes and commits the batch in flight, and stops. */
  close(): Promise<void>;
}

export interface EventLog {
  /** Which engine this is, for logs and test reports only. */
  readonly engine: string;
  ensureTopics(topics: readonly TopicDeclaration[]): Promise<void>;
  publisher(name: string): Promise<Publisher>;
  consume(options: ConsumeOptions): Promise<Consumer>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A failure of the log. `retryable`: the same call may go through later. `fenced`: this publisher has a successor. */
export class EventLogError extends Error {
  override readonly name = 'EventLogError';
  readonly retryable: boolean;
  readonly fenced: boolean;
  constructor(message: string, options: { retryable: boolean; fenced?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
    this.fenced = options.fenced ?? false;
  }
}

/** Some records of a publish are larger than their topics take. Nothing was appended. */
export class RecordsTooLarge extends EventLogError {
  /** By the record's index in the publish: its topic and size, and the limit. */
  readonly reasons: ReadonlyMap<number, string>;
  constructor(reasons: ReadonlyMap<number, string>) {
    const [first] = reasons.values();
    super(`event log: ${first}`, { retryable: false });
    this.reasons = reasons;
  }
}
