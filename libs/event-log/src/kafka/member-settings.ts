import type { ConsumerConfig } from 'kafkajs';

export const CONNECT_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

/** How a consumer behaves as a member of its group. */
export const MEMBER_SETTINGS = {
  /** The least that brokers allow by default: how long a killed consumer's partitions wait for another. */
  sessionTimeout: 6_000,
  /** A third of that time. A member learns with one of them that others have come or gone. */
  heartbeatInterval: 2_000,
  /** How long the group waits for a member to come again; beyond the time that its handlers are given to end. */
  rebalanceTimeout: 12_000,
  /**
   * How long a fetch waits for records. They are answered as they come. Heartbeats come between two fetches: one that waited
   * so long is followed by one.
   */
  maxWaitTimeInMs: 2_050,
  maxBytes: 8 * 1024 * 1024,
  allowAutoTopicCreation: false,
  retry: {
    ...CONNECT_RETRY,
    /** Some 20 s, in which a partition's or a group's broker is replaced. A session that gives up leaves a dead member behind. */
    retries: 22,
    /** A session that failed is replaced as a whole: kafkajs would go on with what it remembers. */
    restartOnFailure: async () => false,
  },
} satisfies Partial<ConsumerConfig>;

/** A fetch that brings so many records, markers included, shows that many come: later ones are fetched together. */
const MANY_RECORDS = 10;
const REST_MS = 50;

/** How long a consumer rests after a fetch. `lingerMs`: how long its records may wait in any case. */
export function restMs(records: number, lingerMs: number): number {
  if (records === 0) return 0;
  return records < MANY_RECORDS ? lingerMs : Math.max(lingerMs, REST_MS);
}
