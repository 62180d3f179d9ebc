import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from 'kafkajs';
import { EventLogError } from '../port.ts';
import type { Client, OpenClient } from './client.ts';
import { asEventLogError, isUnknownTopic } from './failure.ts';
import { connectBareCluster } from './kafkajs-defects/bare-cluster.ts';
import { type TopicPartition, topicPartition } from './topic-partition.ts';
import { within } from './within.ts';

const REQUEST_MS = 5_000;
const RETRY_FOR_MS = 10_000;
const PING_MS = 3_000;
const PAUSE_MS = 100;
const RETRY = { initialRetryTime: 50, maxRetryTime: 500, retries: 3 };

/** What a partition holds: from offset `low`, before offset `high`. */
export interface Extent {
  topic: string;
  partition: number;
  low: bigint;
  high: bigint;
}

/** Reads offsets, not records. Rejects with EventLogError. */
export interface LogReader {
  /** Rejects for good where the log has no such topic. */
  requireTopic(topic: string): Promise<void>;
  /** `high` counts records of transactions that are still open: a publish may be durable and not yet shown to readers. */
  extents(topics: readonly string[]): Promise<Extent[]>;
  /** The same without `low`, which is 0: one request less. */
  ends(topics: readonly string[]): Promise<Extent[]>;
  /** What a group committed, where it did at all. */
  committed(group: string, topics: readonly string[]): Promise<Map<TopicPartition, bigint>>;
  /** Commits the ends of the partitions of which a group has committed nothing; nothing while the group has members. */
  beginAtEnd(group: string, extents: readonly Extent[]): Promise<void>;
  ping(): Promise<void>;
  close(): void;
}

interface Connected {
  client: Client;
  cluster: Promise<Cluster>;
}

export function createLogReader(openClient: OpenClient): LogReader {
  const known = new Set<string>();
  let connected: Connected | undefined;
  let closed = false;

  /** One attempt. A failure drops the connections: what kafkajs remembers of the brokers may be the cause. */
  async function attempt<T>(work: (cluster: Cluster) => Promise<T>, ms: number): Promise<T> {
    if (closed) throw new EventLogError('event log: closed', { retryable: false });
    if (connected === undefined) {
      const client = openClient({ retry: RETRY, requestMs: REQUEST_MS });
      connected = { client, cluster: connectBareCluster(client) };
    }
    const current = connected;
    try {
      return await within(ms, current.cluster.then(work), 'the answer of Kafka');
    } catch (error) {
      const wasCut = connected !== current;
      if (!wasCut) connected = undefined;
      current.client.cut();
      // Another call failed and cut them: this error says nothing about this call.
      if (wasCut)
        throw new EventLogError('event log: the connection was given up', { retryable: true, cause: error });
      throw error;
    }
  }

  async function retrying<T>(work: (cluster: Cluster) => Promise<T>): Promise<T> {
    const deadline = performance.now() + RETRY_FOR_MS;
    for (;;) {
      try {
        return await attempt(work, RETRY_FOR_MS);
      } catch (error) {
        const failure = asEventLogError(error);
        if (!failure.retryable || performance.now() > deadline) throw failure;
      }
      await delay(PAUSE_MS);
    }
  }

  async function requireTopic(topic: string): Promise<void> {
    if (known.has(topic)) return;
    await retrying(async (cluster) => {
      try {
        await cluster.addTargetTopic(topic);
      } catch (error) {
        if (!isUnknownTopic(error)) throw error;
        throw new EventLogError(`event log: no topic ${topic}`, { retryable: false, cause: error });
      }
    });
    known.add(topic);
  }

  async function partitionsOf(cluster: Cluster, topics: readonly string[]) {
    await cluster.addMultipleTargetTopics([...topics]);
    return topics.map((topic) => ({
      topic,
      partitions: cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId })),
    }));
  }

  const committed = (group: string, topics: readonly string[]) =>
    retrying(async (cluster) => {
      const wanted = await partitionsOf(cluster, topics);
      const coordinator = await cluster.findGroupCoordinator({ groupId: group });
      const unset = { offset: '-1' };
      const { responses } = await coordinator.offsetFetch({
        groupId: group,
        topics: wanted.map(({ topic, partitions }) => ({
          topic,
          partitions: partitions.map((each) => ({ ...each, ...unset })),
        })),
      });
      const offsets = offsetsByPartition(responses);
      for (const [at, offset] of offsets) if (offset < 0n) offsets.delete(at);
      return offsets;
    });

  return {
    requireTopic,
    ends: (topics) =>
      retrying(async (cluster) => {
        const wanted = await partitionsOf(cluster, topics);
        const ends = await cluster.fetchTopicsOffset(
          wanted.map((each) => ({ ...each, fromBeginning: false })),
        );
        return ends.flatMap(({ topic, partitions }) =>
          partitions.map(({ partition, offset }) => ({ topic, partition, low: 0n, high: BigInt(offset) })),
        );
      }),
    extents: (topics) =>
      retrying(async (cluster) => {
        const wanted = await partitionsOf(cluster, topics);
        const offsetsAt = (fromBeginning: boolean) =>
          cluster.fetchTopicsOffset(wanted.map((each) => ({ ...each, fromBeginning })));
        const [lows, highs] = [
          offsetsByPartition(await offsetsAt(true)),
          offsetsByPartition(await offsetsAt(false)),
        ];
        return wanted.flatMap(({ topic, partitions }) =>
          partitions.map(({ partition }) => {
            const at = topicPartition(topic, partition);
            const [low, high] = [lows.get(at), highs.get(at)];
            if (low === undefined || high === undefined) {
              throw new EventLogError(`event log: ${at} has no leader`, { retryable: true });
            }
            return { topic, partition, low, high };
          }),
        );
      }),
    committed,
    async beginAtEnd(group, extents) {
      const known = await committed(group, [...new Set(extents.map(({ topic }) => topic))]);
      const missing = extents.filter(({ topic, partition }) => !known.has(topicPartition(topic, partition)));
      if (missing.length === 0) return;
      await retrying(async (cluster) => {
        const coordinator = await cluster.findGroupCoordinator({ groupId: group });
        try {
          // As a non-member: the broker accepts it while the group has no members.
          await coordinator.offsetCommit({
            groupId: group,
            groupGenerationId: -1,
            memberId: '',
            topics: offsetsByTopic(missing),
          });
        } catch (error) {
          if (!isGroupAlive(error)) throw error;
        }
      });
    },
    async ping() {
      try {
        await attempt((cluster) => cluster.refreshMetadata(), PING_MS);
      } catch (error) {
        throw asEventLogError(error);
      }
    },
    close() {
      closed = true;
      connected?.client.cut();
    },
  };
}

function offsetsByPartition(
  topics: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[],
): Map<TopicPartition, bigint> {
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }): [TopicPartition, bigint] => [
        topicPartition(topic, partition),
        BigInt(offset),
      ]),
    ),
  );
}

function offsetsByTopic(extents: readonly Extent[]) {
  const topics = Map.groupBy(extents, ({ topic }) => topic);
  return [...topics].map(([topic, some]) => ({
    topic,
    partitions: some.map(({ partition, high }) => ({ partition, offset: String(high) })),
  }));
}

/** The group has members, which have committed their own positions. */
function isGroupAlive(error: unknown): boolean {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return type === 'UNKNOWN_MEMBER_ID' || type === 'ILLEGAL_GENERATION' || type === 'REBALANCE_IN_PROGRESS';
}
