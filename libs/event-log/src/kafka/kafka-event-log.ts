import { guardedCalls } from '../core/engine-calls.ts';
import type { FailureLog } from '../core/failure-log.ts';
import { type Consumer, type EventLog, EventLogError, type Publisher } from '../port.ts';
import { loadClients } from './client.ts';
import { startConsumer } from './consumer.ts';
import { asEventLogError } from './failure.ts';
import type { KafkaAddress } from './kafka-url.ts';
import { createLogReader } from './log-reader.ts';
import { withPrefixedNames } from './prefixed-names.ts';
import { publisherOpener } from './publisher.ts';
import { createTopicLimits } from './topic-limits.ts';
import { ensureTopics } from './topics.ts';

/** Divides among 2, 3, 4, 6 or 12 consumers of a group; more cost every replica and every fetch. */
const DEFAULT_PARTITIONS = 12;

export interface KafkaEventLogOptions extends KafkaAddress {
  /** Names this process to the brokers, for their logs and quotas. */
  clientId: string;
  now: () => number;
  /** Failures that stop nothing: a handler's rejection, a connection that is opened again. */
  onError?: ((error: unknown) => void) | undefined;
  logger?: FailureLog | undefined;
}

/** Opens the event log on Kafka, once a broker answers. Rejects with EventLogError. */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const { now, onError = () => {}, logger, partitions = DEFAULT_PARTITIONS, replicationFactor } = options;
  const openClient = await loadClients(options);
  const reader = createLogReader(openClient);
  try {
    await reader.ping();
  } catch (error) {
    reader.close();
    throw error;
  }
  // With three replicas one may be away, and an acknowledged record is still on two.
  const minInSync = options.minInSync ?? ((replicationFactor ?? 0) >= 3 ? 2 : undefined);
  const topicsOptions = { openClient, partitions, replicationFactor, minInSync, logger };
  const limits = createTopicLimits(openClient);
  const openPublisher = publisherOpener({ openClient, now, requireTopic: reader.requireTopic, limits });
  const dependencies = { openClient, reader, onError, logger };
  const open = new Set<Consumer | Publisher>();
  let closed = false;

  const guarded = guardedCalls(() => closed, asEventLogError);

  /** Closes with the log what its owner has not closed before. */
  async function closedWithLog<T extends Consumer | Publisher>(opened: T): Promise<T> {
    const each = {
      ...opened,
      async close() {
        open.delete(each);
        await opened.close();
      },
    };
    if (closed) {
      await each.close();
      throw new EventLogError('event log: closed', { retryable: false });
    }
    open.add(each);
    return each;
  }

  const log: EventLog = {
    engine: 'kafka',
    ensureTopics: (declarations) => guarded(() => ensureTopics(topicsOptions, declarations)),
    publisher: (name) => guarded(async () => closedWithLog(await openPublisher(name))),
    consume: (consumeOptions) =>
      guarded(async () => closedWithLog(await startConsumer(dependencies, consumeOptions))),
    ping: () => guarded(() => reader.ping()),
    async close() {
      closed = true;
      await Promise.all([...open].map((each) => each.close()));
      reader.close();
    },
  };
  return options.prefix === undefined ? log : withPrefixedNames(log, options.prefix);
}
