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
  /** What chooses the partition, where that is not the key. */
  partitionKey?: string;
  /** JSON text. */
  value: string;
  /** When it was made, in milliseconds, where that is not now: what was in another log keeps its age. */
  timestamp?: number;
}

export interface LogRecord {
  topic: string;
  partition: number;
  /** Grows within a partition, with gaps. Text: Kafka's are 64 bits. */
  offset: string;
  key: string;
  value: string;
  /** When the log took it, or what its publisher said; milliseconds. */
  timestamp: number;
}

/**
 * One writer to the log. A publisher opened later under the same name fences this one: from then on its `publish`
 * rejects (EventLogError with `fenced`) and has no effect. At most one `publish` may be under way.
 */
export interface Publisher {
  /**
   * Appends all or none, in order; resolved means durable. At most 512 KB of values. Rejects with `RecordsTooLarge`, and
   * goes on, where the log takes some of the records never, however few are sent at once.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /**
   * Consumers of one group share the partitions, and go on from what the group committed.
   * Absent: this consumer alone reads everything from the start, and commits nothing (a replica).
   */
  group?: string;
  topics: readonly string[];
  /**
   * Where a group begins that has committed nothing of a topic: at the start, the default, or at the end that the topic
   * has at this moment, which is committed at once.
   */
  from?: 'start' | 'end';
  /**
   * Records of one partition, in order. Committed when it resolves; when it rejects, the same records come again
   * (after a pause that the engine chooses), and later ones of that partition wait.
   */
  handle: (records: readonly LogRecord[]) => Promise<void>;
  /** Most records handed over at a time. Default 100. */
  batchSize?: number;
  /**
   * Allows that a partition's next batch is handed over while one is under way; they are still committed in their order,
   * and after a failure all that were not come again. Who allows it keeps order itself. An engine may make no use of it.
   */
  overlapping?: boolean;
}

export interface Consumer {
  /** Resolves once everything that the topics held when this consumer started has been handled, as `reachEnd` has it. */
  readonly caughtUp: Promise<void>;
  /**
   * Waits until all that the topics hold at this moment has been handled: by this consumer where it has no group, else by
   * the group as a whole, whichever member had it (its own part by its position, the others' by what they committed). So
   * what the group keeps in a store that its members share then has all of it. False when that took longer than
   * `timeoutMs`, also because the log is away, or when this consumer was closed before.
   */
  reachEnd(timeoutMs: number): Promise<boolean>;
  /** Records not yet handled, by topic, where this consumer knows. */
  lag(): Promise<ReadonlyMap<string, number>>;
  /** Lets the batch under way finish, commits it, and stops. */
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

/** A publish of which nothing was appended: some of its records are larger than their topics take. */
export class RecordsTooLarge extends EventLogError {
  /** By the record's place in the publish: its topic and size, and what is allowed. */
  readonly reasons: ReadonlyMap<number, string>;
  constructor(reasons: ReadonlyMap<number, string>) {
    const [first] = reasons.values();
    super(`event log: ${first}`, { retryable: false });
    this.reasons = reasons;
  }
}
