import type { Producer } from 'kafkajs';
import { refuseTooLarge, refuseTooMuch } from '../core/publish-size.ts';
import { EventLogError, type OutgoingRecord, type Publisher } from '../port.ts';
import type { Client, OpenClient } from './client.ts';
import { asEventLogError, isTooLarge } from './failure.ts';
import { OrderedSend } from './kafkajs-defects/ordered-send.ts';
import { takeEpoch } from './kafkajs-defects/take-epoch.ts';
import { bytesInBatch, type RoomOf, type TopicLimits } from './topic-limits.ts';
import { within } from './within.ts';

/** After this the broker aborts a transaction of a publisher that stands still, and readers go on. */
const TRANSACTION_MS = 10_000;
const PUBLISH_MS = 8_000;
const OPEN_MS = 10_000;
const CLOSE_MS = 1_000;

/**
 * The broker ends a transaction some milliseconds after it answered; the next one begun meanwhile is told
 * CONCURRENT_TRANSACTIONS. With kafkajs's first pause of 300 ms that would be the latency of every event.
 */
const RETRY = { initialRetryTime: 4, multiplier: 1.6, maxRetryTime: 500, retries: 14 };

export interface PublisherParts {
  openClient: OpenClient;
  requireTopic: (topic: string) => Promise<void>;
  limits: TopicLimits;
  now: () => number;
}

/**
 * Opens publishers. The name is the `transactionalId`: whoever opens it later gets the next epoch from the broker, and
 * everything that the older one sends from then on is refused, an open transaction of it aborted.
 */
export function publisherOpener(parts: PublisherParts): (name: string) => Promise<Publisher> {
  return async (name) => {
    const client = parts.openClient({ retry: RETRY, requestMs: PUBLISH_MS });
    const sender = new OrderedSend();
    const producer = client.kafka.producer({
      transactionalId: name,
      transactionTimeout: TRANSACTION_MS,
      // Transactions are idempotent without it; with it, connecting would ask for a second identity, never used.
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
    const publisher = new KafkaPublisher(name, client, producer, sender, parts);
    return { publish: (records) => publisher.publish(records), close: () => publisher.close() };
  };
}

class KafkaPublisher {
  readonly #name: string;
  readonly #client: Client;
  readonly #producer: Producer;
  readonly #sender: OrderedSend;
  readonly #parts: PublisherParts;
  #busy = false;
  #end: EventLogError | undefined;

  constructor(name: string, client: Client, producer: Producer, sender: OrderedSend, parts: PublisherParts) {
    this.#name = name;
    this.#client = client;
    this.#producer = producer;
    this.#sender = sender;
    this.#parts = parts;
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#end !== undefined) throw this.#end;
    // Of concurrent sends kafkajs loses some and doubles others when a connection is cut.
    if (this.#busy) throw refusal(`publisher ${this.#name} has a publish under way`);
    if (records.length === 0) return;
    this.#busy = true;
    try {
      refuseTooMuch(records);
      const topics = new Set(records.map((record) => record.topic));
      for (const topic of topics) await this.#parts.requireTopic(topic);
      await this.#send(records, await this.#roomFor(records, topics));
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

  /** Throws RecordsTooLarge, by what the brokers say at this moment: a limit may have been raised since it was asked for. */
  async #roomFor(records: readonly OutgoingRecord[], topics: ReadonlySet<string>): Promise<RoomOf> {
    const { limits } = this.#parts;
    const isTooLargeFor = (roomOf: RoomOf) => (record: OutgoingRecord) => {
      const [bytes, room] = [bytesInBatch(record), roomOf(record.topic)];
      return bytes > room ? `${bytes} bytes, of at most ${room} (max.message.bytes)` : undefined;
    };
    const known = await limits.roomOf(topics);
    if (records.every((record) => isTooLargeFor(known)(record) === undefined)) return known;
    limits.forget();
    const asked = await limits.roomOf(topics);
    refuseTooLarge(records, isTooLargeFor(asked));
    return asked;
  }

  async #send(records: readonly OutgoingRecord[], roomOf: RoomOf): Promise<void> {
    try {
      await within(PUBLISH_MS, this.#transact(records, roomOf), 'a publish');
    } catch (error) {
      // A limit was lowered: who publishes it again asks for it.
      if (isTooLarge(error)) this.#parts.limits.forget();
      // Whether it was taken is unknown. Only a new publisher, whose opening ends this one's transaction, can tell.
      this.#end = asEventLogError(error);
      this.#client.cut();
      throw this.#end;
    }
  }

  async #transact(records: readonly OutgoingRecord[], roomOf: RoomOf): Promise<void> {
    const now = this.#parts.now();
    const messages = records.map(({ topic, key, partitionKey = key, value, timestamp = now }) => ({
      topic,
      key,
      partitionKey,
      value,
      timestamp: String(timestamp),
    }));
    const transaction = await this.#producer.transaction();
    try {
      await this.#sender.send(transaction, messages, roomOf);
      if (this.#end !== undefined) throw this.#end;
    } catch (error) {
      // Left open, it would keep readers waiting until it times out.
      await within(CLOSE_MS, transaction.abort(), 'an abort').catch(() => {});
      throw error;
    }
    await transaction.commit();
  }
}

function refusal(reason: string): EventLogError {
  return new EventLogError(`event log: ${reason}`, { retryable: false });
}
