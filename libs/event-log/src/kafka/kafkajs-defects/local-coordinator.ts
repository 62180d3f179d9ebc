import type { Broker } from 'kafkajs';
import { type TopicPartition, topicPartition } from '../topic-partition.ts';

interface Member {
  memberId: string;
  memberMetadata: Buffer;
}

/**
 * Stands in for the broker that coordinates a group, for a consumer that is alone in its group: a replica.
 *
 * Symptom: kafkajs consumes as a group only. A replica would wait 3 s for other members at each start, leave a group behind
 * on the brokers, and lose its position with its connections.
 * Upstream: https://github.com/tulios/kafkajs/issues/853, closed unsolved.
 * Test: "comes back as a replica" in lost-membership.int.spec.ts, and replicas in the contract suite.
 */
export class LocalCoordinator {
  readonly #offsets = new Map<TopicPartition, string>();

  /** Given to kafkajs as the group's coordinator. */
  asBroker(): Broker {
    return this as unknown as Broker;
  }

  committed(): Map<TopicPartition, bigint> {
    const known = [...this.#offsets].map(([at, offset]): [TopicPartition, bigint] => [at, BigInt(offset)]);
    return new Map(known.filter(([, offset]) => offset >= 0n));
  }

  isConnected(): boolean {
    return true;
  }

  async joinGroup({ groupProtocols }: { groupProtocols: { name: string; metadata: Buffer }[] }) {
    const [protocol] = groupProtocols;
    const memberId = 'alone';
    const members: Member[] = [{ memberId, memberMetadata: protocol?.metadata ?? Buffer.alloc(0) }];
    return { generationId: 1, leaderId: memberId, memberId, members, groupProtocol: protocol?.name };
  }

  async syncGroup({ groupAssignment }: { groupAssignment: { memberAssignment: Buffer }[] }) {
    return { memberAssignment: groupAssignment[0]?.memberAssignment ?? Buffer.alloc(0) };
  }

  async heartbeat(): Promise<void> {}

  async leaveGroup(): Promise<void> {}

  async offsetCommit({ topics }: { topics: CommittedTopic[] }): Promise<void> {
    for (const { topic, partitions } of topics) {
      for (const { partition, offset } of partitions)
        this.#offsets.set(topicPartition(topic, partition), String(offset));
    }
  }

  async offsetFetch({ topics }: { topics: { topic: string; partitions: { partition: number }[] }[] }) {
    return {
      responses: topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition }) => ({
          partition,
          // Kafka's number for none.
          offset: this.#offsets.get(topicPartition(topic, partition)) ?? '-1',
        })),
      })),
    };
  }
}

interface CommittedTopic {
  topic: string;
  partitions: { partition: number; offset: { toString(): string } | string | number }[];
}
