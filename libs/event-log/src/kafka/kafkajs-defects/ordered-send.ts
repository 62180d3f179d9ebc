import type { ICustomPartitioner, Message, PartitionMetadata, Transaction } from 'kafkajs';
import { partitionOfKey } from '../partition-of-key.ts';
import { type BatchLimitOf, bytesInBatch } from '../topic-limits.ts';

/** A message with the key of its partition. kafkajs passes it on to the partitioner unchanged. */
export interface Routed extends Message {
  topic: string;
  key: string;
  value: string;
  partitionKey: string;
}

/** Ends an attempt that would go to several brokers. kafkajs must not retry it. */
class SeveralLeaders extends Error {
  override readonly name = 'SeveralLeaders';
  readonly retriable = false;
}

/** How often an attempt may find that the metadata was stale. */
const MOST_SPLITS = 3;

/**
 * Sends within a transaction with one request in flight at a time.
 *
 * Symptom: kafkajs sends to all leaders at once. When one fails, it repeats what the others have not answered yet. On three
 * brokers, where the first request of a transaction often meets CONCURRENT_TRANSACTIONS, 5 % of all publishes were in the
 * log twice.
 * Upstream: https://github.com/tulios/kafkajs/issues/1315 (CONCURRENT_TRANSACTIONS) and /1005 (concurrent idempotent sends
 * are lost), both open. Of the repetition: /22, closed as solved.
 * Here: each leader gets its records after the one before. The partitioner, which sees the leaders before anything is sent,
 * ends an attempt that would go to two. kafkajs makes one batch of a request's records for a partition, so a request holds
 * no more of them than the topic takes in a batch.
 */
export class OrderedSend {
  readonly #partitions = new Map<string, PartitionMetadata[]>();
  #inFlight: readonly Routed[] = [];
  #attempts = 0;
  #leader: number | undefined;

  /** For the producer. */
  readonly partitioner: ICustomPartitioner = () => {
    return ({ topic, partitionMetadata, message }) => {
      this.#partitions.set(topic, partitionMetadata);
      const routed = message as Routed;
      const partition = partitionOfKey(routed.partitionKey, partitionMetadata.length);
      if (routed === this.#inFlight[0]) {
        this.#attempts++;
        this.#leader = undefined;
      }
      const leader = leaderOf(partitionMetadata, partition);
      this.#leader ??= leader;
      if (leader !== this.#leader) throw new SeveralLeaders('several leaders');
      return partition;
    };
  };

  async send(
    transaction: Transaction,
    messages: readonly Routed[],
    batchLimitOf: BatchLimitOf,
  ): Promise<void> {
    let waiting = messages;
    let splits = 0;
    while (waiting.length > 0) {
      const share = this.#withinLimit(this.#sharedLeader(waiting), batchLimitOf);
      try {
        await this.#sendShare(transaction, share);
      } catch (error) {
        // A first attempt has sent nothing, and the leaders are known now.
        if (!isOfSeveralLeaders(error) || this.#attempts > 1 || ++splits > MOST_SPLITS) throw error;
        continue;
      }
      const sent = new Set(share);
      waiting = waiting.filter((message) => !sent.has(message));
    }
  }

  /** The messages for the leader of the first one, as far as leaders are known. */
  #sharedLeader(waiting: readonly Routed[]): readonly Routed[] {
    const leaders = waiting.map((message) => {
      const metadata = this.#partitions.get(message.topic);
      const partition = this.#partitionOf(message);
      return metadata && partition !== undefined ? leaderOf(metadata, partition) : undefined;
    });
    return waiting.filter((_, index) => leaders[index] === leaders[0]);
  }

  /** Undefined until the topic's partitions are known. */
  #partitionOf({ topic, partitionKey }: Routed): number | undefined {
    const metadata = this.#partitions.get(topic);
    return metadata && partitionOfKey(partitionKey, metadata.length);
  }

  /** The first messages of each partition, as many as its topic takes in one batch. */
  #withinLimit(share: readonly Routed[], batchLimitOf: BatchLimitOf): readonly Routed[] {
    const left = new Map<string, number>();
    return share.filter((message, index) => {
      const partition = `${message.topic}/${this.#partitionOf(message)}`;
      const after = (left.get(partition) ?? batchLimitOf(message.topic)) - bytesInBatch(message);
      // Once one does not fit, later ones wait too: order is kept.
      left.set(partition, after < 0 ? Number.NEGATIVE_INFINITY : after);
      return index === 0 || after >= 0;
    });
  }

  async #sendShare(transaction: Transaction, share: readonly Routed[]): Promise<void> {
    const byTopic = new Map<string, Routed[]>();
    for (const message of share) byTopic.set(message.topic, [...(byTopic.get(message.topic) ?? []), message]);
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    this.#inFlight = share;
    this.#attempts = 0;
    await transaction.sendBatch({ acks: -1, topicMessages });
  }
}

function leaderOf(metadata: readonly PartitionMetadata[], partition: number): number | undefined {
  return metadata.find(({ partitionId }) => partitionId === partition)?.leader;
}

function isOfSeveralLeaders(error: unknown): boolean {
  return error instanceof SeveralLeaders || (Error.isError(error) && error.cause instanceof SeveralLeaders);
}
