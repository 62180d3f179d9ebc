import { randomUUID } from 'node:crypto';
import pTimeout from 'p-timeout';
import { backoffMs } from '../core/backoff.ts';
import { caughtUpOf } from '../core/engine-calls.ts';
import type { FailureLog } from '../core/failure-log.ts';
import { sharedCall } from '../core/shared-call.ts';
import type { ConsumeOptions, Consumer } from '../port.ts';
import type { OpenClient } from './client.ts';
import { asEventLogError } from './failure.ts';
import { LocalCoordinator } from './kafkajs-defects/local-coordinator.ts';
import type { Extent, LogReader } from './log-reader.ts';
import { Progress } from './progress.ts';
import { Session } from './session.ts';
import { type TopicPartition, topicPartition } from './topic-partition.ts';
import { within } from './within.ts';

const BACKOFF_BASE_MS = 100;
const BACKOFF_MAX_MS = 2_000;
const CLOSE_MS = 10_000;
/**
 * The least time between two commits: shorter while somebody waits for the end, since members of a group know what others
 * have handled by their commits.
 */
const COMMIT_MS = 500;
const COMMIT_WAITED_FOR_MS = 50;
/** Members of a group are waited for in turn. */
const WAITED_FOR_MS = 60_000;
/** The least time between two questions for a topic's end: those who wait share one. */
const ENDS_MS = 50;
/** How often to read what the group's other members committed, while somebody waits for the end. */
const POLL_MS = 100;

export interface ConsumerDependencies {
  openClient: OpenClient;
  reader: LogReader;
  onError: (error: unknown) => void;
  logger?: FailureLog | undefined;
}

/** Starts to consume. Rejects with EventLogError where a topic is unknown or the log is away. */
export async function startConsumer(
  dependencies: ConsumerDependencies,
  options: ConsumeOptions,
): Promise<Consumer> {
  for (const topic of options.topics) await dependencies.reader.requireTopic(topic);
  const { group, from, topics } = options;
  const extents = await dependencies.reader.extents(topics);
  if (group !== undefined && from === 'end') await dependencies.reader.beginAtEnd(group, extents);
  const consumer = new KafkaConsumer(dependencies, options, extents);
  return {
    caughtUp: consumer.caughtUp,
    reachEnd: (timeoutMs) => consumer.reachEnd(timeoutMs),
    lag: () => consumer.lag(),
    close: () => consumer.close(),
  };
}

class KafkaConsumer {
  readonly caughtUp: Promise<void>;
  readonly #dependencies: ConsumerDependencies;
  readonly #options: ConsumeOptions;
  readonly #progress = new Progress();
  readonly #alone: LocalCoordinator | undefined;
  readonly #running = new Map<TopicPartition, Promise<void>>();
  readonly #ended: Promise<void>;
  readonly #closing = Promise.withResolvers<void>();
  readonly #ends: () => Promise<Extent[]>;
  #session: Session | undefined;
  #waitedForAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(dependencies: ConsumerDependencies, options: ConsumeOptions, extents: readonly Extent[]) {
    this.#dependencies = dependencies;
    this.#options = options;
    this.#ends = sharedCall(() => dependencies.reader.ends(options.topics), ENDS_MS);
    this.#alone = options.group === undefined ? new LocalCoordinator() : undefined;
    this.#ended = this.#run(extents.length);
    this.caughtUp = caughtUpOf(this.#reach(extents, Number.POSITIVE_INFINITY));
  }

  async reachEnd(timeoutMs: number): Promise<boolean> {
    this.#waitedForAt = performance.now();
    const deadline = this.#waitedForAt + timeoutMs;
    const reached = this.#reachEndUntil(deadline);
    try {
      // The log's own limits differ from the caller's.
      return await within(timeoutMs, reached, 'reaching the end');
    } catch (error) {
      if (this.#closed || asEventLogError(error).retryable) return false;
      throw error;
    }
  }

  /** Most callers find that all is handled: then one request says so, and they share it. */
  async #reachEndUntil(deadline: number): Promise<boolean> {
    const ends = await this.#ends();
    const missing = ends.filter(
      ({ topic, partition, high }) =>
        (this.#progress.handledTo(topicPartition(topic, partition)) ?? 0n) < high,
    );
    if (missing.length === 0) return true;
    // Where a partition begins counts only for the group's other members: they may have committed nothing of an empty one.
    if (this.#followsAll(missing)) return this.#reach(missing, deadline);
    return this.#reach(await this.#dependencies.reader.extents(this.#options.topics), deadline);
  }

  async lag(): Promise<Map<string, number>> {
    const { topics } = this.#options;
    const extents = await this.#dependencies.reader.extents(topics);
    const followed = new Map(
      extents.map(({ topic, partition, high }) => {
        const at = topicPartition(topic, partition);
        return [at, this.#session?.lag(at, high)];
      }),
    );
    // A consumer that is out of its group, or has just joined, must not seem to have no lag.
    const isAllKnown = [...followed.values()].every((lag) => lag !== undefined);
    const handled = isAllKnown ? new Map<TopicPartition, bigint>() : await this.#handled();
    const lags = new Map(topics.map((topic) => [topic, 0]));
    for (const extent of extents) {
      const at = topicPartition(extent.topic, extent.partition);
      const lag = followed.get(at) ?? lagBehind(handled.get(at), extent);
      lags.set(extent.topic, (lags.get(extent.topic) ?? 0) + lag);
    }
    return lags;
  }

  /** Positions of the group, or of this replica. */
  async #handled(): Promise<Map<TopicPartition, bigint>> {
    const { group, topics } = this.#options;
    return this.#alone?.committed() ?? (await this.#dependencies.reader.committed(group ?? '', topics));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.resolve();
    await this.#ended;
    this.#progress.wake();
  }

  /** One session after another, until this is closed. */
  async #run(partitionCount: number): Promise<void> {
    const { openClient, onError, logger } = this.#dependencies;
    const { group, topics, handle, batchSize = 100, lingerMs } = this.#options;
    const groupId = group ?? `replica.${randomUUID()}`;
    let failures = 0;
    while (!this.#closed) {
      const session = new Session({
        openClient,
        groupId,
        topics,
        batchSize,
        lingerMs,
        handle,
        partitionCount,
        onError,
        onHandled: (at, offset) => {
          failures = 0;
          this.#progress.advance(at, offset);
        },
        running: this.#running,
        commitEveryMs: () =>
          performance.now() - this.#waitedForAt < WAITED_FOR_MS ? COMMIT_WAITED_FOR_MS : COMMIT_MS,
        coordinator: this.#alone,
        logger,
      });
      this.#session = session;
      const failure = await Promise.race([session.failed, this.#closing.promise]);
      if (this.#closed) {
        await session.close(CLOSE_MS);
        return;
      }
      onError(asEventLogError(failure));
      await session.abandon();
      failures++;
      const milliseconds = backoffMs(failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS);
      await pTimeout(this.#closing.promise, { milliseconds, message: false });
    }
  }

  /** Waits until all that the extents hold is handled, here or by the group. */
  async #reach(extents: readonly Extent[], deadline: number): Promise<boolean> {
    let missing = extents.filter(({ low, high }) => low < high);
    let pollAt = 0;
    for (;;) {
      missing = missing.filter(
        ({ topic, partition, high }) =>
          (this.#progress.handledTo(topicPartition(topic, partition)) ?? -1n) < high,
      );
      if (missing.length > 0 && performance.now() >= pollAt && !this.#followsAll(missing)) {
        const committed = await this.#committed(missing);
        missing = missing.filter(
          ({ topic, partition, high }) => (committed.get(topicPartition(topic, partition)) ?? -1n) < high,
        );
        pollAt = performance.now() + POLL_MS;
      }
      if (missing.length === 0) return true;
      const leftMs = deadline - performance.now();
      if (this.#closed || leftMs <= 0) return false;
      await this.#progress.next(Math.min(leftMs, POLL_MS));
    }
  }

  #followsAll(extents: readonly Extent[]): boolean {
    return extents.every(({ topic, partition }) => this.#session?.follows(topicPartition(topic, partition)));
  }

  async #committed(missing: readonly Extent[]): Promise<Map<TopicPartition, bigint>> {
    const { group } = this.#options;
    if (group === undefined) return new Map();
    try {
      const topics = [...new Set(missing.map(({ topic }) => topic))];
      return await this.#dependencies.reader.committed(group, topics);
    } catch (error) {
      this.#dependencies.onError(error);
      return new Map();
    }
  }
}

/** Offsets that are not handled: as many as the records, or more. */
function lagBehind(handled: bigint | undefined, { low, high }: Extent): number {
  const from = handled === undefined || handled < low ? low : handled;
  return from < high ? Number(high - from) : 0;
}
