import { randomUUID } from 'node:crypto';
import { backoffMs } from '../core/backoff.ts';
import type { FailureLog } from '../core/failure-log.ts';
import { type ConsumeOptions, type Consumer, EventLogError } from '../port.ts';
import type { OpenClient } from './client.ts';
import { asEventLogError } from './failure.ts';
import { LocalCoordinator } from './kafkajs-defects/local-coordinator.ts';
import type { Extent, LogReader } from './log-reader.ts';
import { Progress } from './progress.ts';
import { Session } from './session.ts';
import { type Place, placeOf } from './topic-partition.ts';
import { within } from './within.ts';

const BACKOFF_BASE_MS = 100;
const BACKOFF_MAX_MS = 2_000;
const CLOSE_MS = 10_000;
/** How often to ask how far the group's other members are, while somebody waits for the end. */
const LOOK_AGAIN_MS = 100;

export interface ConsumerParts {
  openClient: OpenClient;
  reader: LogReader;
  onError: (error: unknown) => void;
  logger?: FailureLog;
}

/** Starts to consume. Rejects with EventLogError where a topic is unknown or the log is away. */
export async function startConsumer(parts: ConsumerParts, options: ConsumeOptions): Promise<Consumer> {
  for (const topic of options.topics) await parts.reader.requireTopic(topic);
  const { group, from, topics } = options;
  const extents = await parts.reader.extents(topics);
  if (group !== undefined && from === 'end') await parts.reader.beginAtEnd(group, extents);
  const consumer = new KafkaConsumer(parts, options, extents);
  return {
    caughtUp: consumer.caughtUp,
    reachEnd: (timeoutMs) => consumer.reachEnd(timeoutMs),
    lag: () => consumer.lag(),
    close: () => consumer.close(),
  };
}

class KafkaConsumer {
  readonly caughtUp: Promise<void>;
  readonly #parts: ConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #progress = new Progress();
  readonly #alone: LocalCoordinator | undefined;
  readonly #running = new Map<Place, Promise<void>>();
  readonly #ended: Promise<void>;
  readonly #closing = Promise.withResolvers<void>();
  #session: Session | undefined;
  #closed = false;

  constructor(parts: ConsumerParts, options: ConsumeOptions, extents: readonly Extent[]) {
    this.#parts = parts;
    this.#options = options;
    this.#alone = options.group === undefined ? new LocalCoordinator() : undefined;
    this.#ended = this.#run(extents.length);
    this.caughtUp = this.#reach(extents, Number.POSITIVE_INFINITY).then((reached) => {
      if (!reached)
        throw new EventLogError('event log: consumer closed before it caught up', { retryable: true });
    });
    // Whoever does not wait for it must not be stopped by it.
    this.caughtUp.catch(() => {});
  }

  async reachEnd(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const extents = this.#parts.reader.extents(this.#options.topics);
    const reached = extents.then((ends) => this.#reach(ends, deadline));
    try {
      // The log has a patience of its own, which is not the asker's.
      return await within(timeoutMs, reached, 'reaching the end');
    } catch (error) {
      if (this.#closed || asEventLogError(error).retryable) return false;
      throw error;
    }
  }

  async lag(): Promise<Map<string, number>> {
    const { topics } = this.#options;
    const extents = await this.#parts.reader.extents(topics);
    const followed = new Map(
      extents.map(({ topic, partition, high }) => {
        const place = placeOf(topic, partition);
        return [place, this.#session?.lag(place, high)];
      }),
    );
    // Who is out of the group, or has just come, would otherwise seem to have nothing to do.
    const isAllKnown = [...followed.values()].every((lag) => lag !== undefined);
    const handled = isAllKnown ? new Map<Place, bigint>() : await this.#handled();
    const lags = new Map(topics.map((topic) => [topic, 0]));
    for (const extent of extents) {
      const place = placeOf(extent.topic, extent.partition);
      const lag = followed.get(place) ?? lagBehind(handled.get(place), extent);
      lags.set(extent.topic, (lags.get(extent.topic) ?? 0) + lag);
    }
    return lags;
  }

  /** How far the group is, or this replica. */
  async #handled(): Promise<Map<Place, bigint>> {
    const { group, topics } = this.#options;
    return this.#alone?.committed() ?? (await this.#parts.reader.committed(group ?? '', topics));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.resolve();
    await this.#ended;
    this.#progress.wake();
  }

  /** One session after another, until this is closed. */
  async #run(partitionCount: number): Promise<void> {
    const { openClient, onError, logger } = this.#parts;
    const { group, topics, handle, batchSize = 100 } = this.#options;
    const groupId = group ?? `replica.${randomUUID()}`;
    let failures = 0;
    while (!this.#closed) {
      const session = new Session({
        openClient,
        groupId,
        topics,
        batchSize,
        handle,
        partitionCount,
        onError,
        onHandled: (place, offset) => {
          failures = 0;
          this.#progress.advance(place, offset);
        },
        running: this.#running,
        ...(this.#alone && { coordinator: this.#alone }),
        ...(logger && { logger }),
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
      await this.#pause(backoffMs(failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS));
    }
  }

  async #pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([late, this.#closing.promise]);
    clearTimeout(timer);
  }

  /** Waits until all that the extents hold is handled, here or by the group. */
  async #reach(extents: readonly Extent[], deadline: number): Promise<boolean> {
    let missing = extents.filter(({ low, high }) => low < high);
    let lookAt = 0;
    for (;;) {
      missing = missing.filter(
        ({ topic, partition, high }) => (this.#progress.handledTo(placeOf(topic, partition)) ?? -1n) < high,
      );
      if (missing.length > 0 && performance.now() >= lookAt) {
        const committed = await this.#committed(missing);
        missing = missing.filter(
          ({ topic, partition, high }) => (committed.get(placeOf(topic, partition)) ?? -1n) < high,
        );
        lookAt = performance.now() + LOOK_AGAIN_MS;
      }
      if (missing.length === 0) return true;
      const leftMs = deadline - performance.now();
      if (this.#closed || leftMs <= 0) return false;
      await this.#progress.next(Math.min(leftMs, LOOK_AGAIN_MS));
    }
  }

  async #committed(missing: readonly Extent[]): Promise<Map<Place, bigint>> {
    const { group } = this.#options;
    if (group === undefined) return new Map();
    try {
      const topics = [...new Set(missing.map(({ topic }) => topic))];
      return await this.#parts.reader.committed(group, topics);
    } catch (error) {
      this.#parts.onError(error);
      return new Map();
    }
  }
}

/** Offsets that are not handled, which is never less than the records. */
function lagBehind(handled: bigint | undefined, { low, high }: Extent): number {
  const from = handled === undefined || handled < low ? low : handled;
  return from < high ? Number(high - from) : 0;
}
