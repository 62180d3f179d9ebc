import type { Producer } from 'kafkajs';
import { refuseTooLarge, refuseTooMuch } from '../core/publish-size.ts';
import { EventLogError, type OutgoingRecord, type Publisher } from '../port.ts';
import type { Client, OpenClient } from './client.ts';
import { asEventLogError, isTooLarge } from './failure.ts';
import { OrderedSend } from './kafkajs-defects/ordered-send.ts';
import { takeEpoch } from './kafkajs-defects/take-epoch.ts';
import { type BatchLimitOf, bytesInBatch, type TopicLimits } from './topic-limits.ts';
import { within } from './within.ts';

/** After this time the broker aborts the transaction of a publisher that is suspended, and readers go on. */
const TRANSACTION_MS = 10_000;
const PUBLISH_MS = 8_000;
const OPEN_MS = 10_000;
const CLOSE_MS = 1_000;

/**
 * The broker ends a transaction some milliseconds after its response. The next one fails with CONCURRENT_TRANSACTIONS until
 * then. kafkajs's first pause of 300 ms would be the latency of every event.
 */
const RETRY = { initialRetryTime: 4, multiplier: 1.6, maxRetryTime: 500, retries: 14 };

export interface PublisherDependencies {
  openClient: OpenClient;
  requireTopic: (topic: string) => Promise<void>;
  limits: TopicLimits;
  now: () => number;
}

/**
 * Opens publishers. The name is the `transactionalId`: a publisher that is opened later gets the next epoch from the broker.
 * The broker then aborts the older one's open transaction and refuses everything that it sends.
 */
export function publisherOpener(dependencies: PublisherDependencies): (name: string) => Promise<Publisher> {
  return async (name) => {
    const client = dependencies.openClient({ retry: RETRY, requestMs: PUBLISH_MS });
    const sender = new OrderedSend();
    const producer = client.kafka.producer({
      transactionalId: name,
      transactionTimeout: TRANSACTION_MS,
      // Transactions are idempotent without it. With it, connecting requests a second producer id that is never used.
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: sender.partitioner,
    });
    try {
      await within(OPEN_MS, takeEpoch(producer), 'opening a publisher');
    } catch (error) {
      client.cut();
      throw asEventLogError(error);
    }
    const publisher = new KafkaPublisher(name, client, producer, sender, dependencies);
    return { publish: (records) => publisher.publish(records), close: () => publisher.close() };
  };
}

class KafkaPublisher {
  readonly #name: string;
  readonly #client: Client;
  readonly #producer: Producer;
  readonly #sender: OrderedSend;
  readonly #dependencies: PublisherDependencies;
  #busy = false;
  #end: EventLogError | undefined;

  constructor(
    name: string,
    client: Client,
    producer: Producer,
    sender: OrderedSend,
    dependencies: PublisherDependencies,
  ) {
    this.#name = name;
    this.#client = client;
    this.#producer = producer;
    this.#sender = sender;
    this.#dependencies = dependencies;
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#end !== undefined) throw this.#end;
    // kafkajs loses or doubles concurrent sends when a connection breaks: see `ordered-send.ts`.
    if (this.#busy) throw refusal(`publisher ${this.#name} has a publish under way`);
    if (records.length === 0) return;
    this.#busy = true;
    try {
      refuseTooMuch(records);
      const topics = new Set(records.map((record) => record.topic));
      for (const topic of topics) await this.#dependencies.requireTopic(topic);
      await this.#send(records, await this.#batchLimits(records, topics));
    } finally {
      this.#busy = false;
    }
  }

  async close(): Promise<void> {
    if (this.#end === undefined) {
      this.#end = refusal(`publisher ${this.#name} is closed`);
      await within(CLOSE_MS, this.#producer.disconnect(), 'closing a publisher').catch(() => {});
    }
    this.#client.cut();
  }

  /** Throws RecordsTooLarge by the limits of this moment: one may have been raised since it was read. */
  async #batchLimits(records: readonly OutgoingRecord[], topics: ReadonlySet<string>): Promise<BatchLimitOf> {
    const { limits } = this.#dependencies;
    const isTooLargeFor = (batchLimitOf: BatchLimitOf) => (record: OutgoingRecord) => {
      const [bytes, limit] = [bytesInBatch(record), batchLimitOf(record.topic)];
      return bytes > limit ? `${bytes} bytes, of at most ${limit} (max.message.bytes)` : undefined;
    };
    const known = await limits.batchLimitOf(topics);
    if (records.every((record) => isTooLargeFor(known)(record) === undefined)) return known;
    limits.invalidate();
    const current = await limits.batchLimitOf(topics);
    refuseTooLarge(records, isTooLargeFor(current));
    return current;
  }

  async #send(records: readonly OutgoingRecord[], batchLimitOf: BatchLimitOf): Promise<void> {
    try {
      await within(PUBLISH_MS, this.#transact(records, batchLimitOf), 'a publish');
    } catch (error) {
      // A limit was lowered: the next publish reads it.
      if (isTooLarge(error)) this.#dependencies.limits.invalidate();
      // Whether the transaction was committed is unknown. Opening the next publisher ends it.
      this.#end = asEventLogError(error);
      this.#client.cut();
      throw this.#end;
    }
  }

  async #transact(records: readonly OutgoingRecord[], batchLimitOf: BatchLimitOf): Promise<void> {
    const now = this.#dependencies.now();
    const messages = records.map(({ topic, key, partitionKey = key, value, timestamp = now }) => ({
      topic,
      key,
      partitionKey,
      value,
      timestamp: String(timestamp),
    }));
    const transaction = await this.#producer.transaction();
    try {
      await this.#sender.send(transaction, messages, batchLimitOf);
      if (this.#end !== undefined) throw this.#end;
    } catch (error) {
      // An open transaction would block readers until it times out.
      await within(CLOSE_MS, transaction.abort(), 'an abort').catch(() => {});
      throw error;
    }
    await transaction.commit();
  }
}

function refusal(reason: string): EventLogError {
  return new EventLogError(`event log: ${reason}`, { retryable: false });
}
