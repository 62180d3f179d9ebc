import type { Broker, Cluster } from 'kafkajs';
import pTimeout from 'p-timeout';
import { type FetchedPartition, hideAbortedRecords } from './aborted-records.ts';

/** One partition's part of a fetch, and the offset that was requested. */
export interface FetchedFrom extends FetchedPartition {
  topic: string;
  fetchOffset: bigint;
  /** The partition holds no records from there up to `lastStableOffset`. */
  isEmpty: boolean;
}

export interface Watch {
  /** Awaited before the group is joined, each time. */
  beforeJoin(): Promise<void>;
  /** Changes at each joining. */
  generation(): number;
  /** Joined in place of the broker that coordinates the group. */
  coordinator?: Broker;
  onFetched(partitions: readonly FetchedFrom[]): void;
  /** Whether nothing is to be fetched any more, while what was fetched is still handled. */
  isStopping(): boolean;
  /** Once it resolves, no fetch is waited for any more. */
  ended: Promise<void>;
  /** How long to wait after a fetch that brought so many records, so that the next one brings more. */
  restMs(records: number): number;
}

type FetchRequest = Parameters<Broker['fetch']>[0];

interface FetchResponse {
  responses: { topicName: string; partitions: FetchedPartition[] }[];
}

/** How long a consumer that stops goes without a heartbeat. */
const STOPPING_MS = 1_000;
/** About what a record takes besides its value. */
const RECORD_BYTES = 100;

/**
 * Watches a kafkajs consumer where it talks to its cluster.
 *
 * Symptoms: kafkajs reports too little.
 * 1. Nothing before it joins its group again, when handlers must end first. Upstream:
 *    https://github.com/tulios/kafkajs/issues/1527 and /1719, open.
 * 2. Nothing of fetches without records. At a compacted end, or behind a transaction's marker, the last record is not the
 *    last offset, so lag never reads 0. Upstream: /562 and pull request /1256 solved a part.
 * 3. A fetch in flight while it joins may bring records of partitions that are no longer its own. Upstream: none found.
 *    Here they are dropped.
 * 4. A connection that breaks removes its broker. Without any broker the consumer gives up at once and leaves a dead member in
 *    its group. Upstream: /1384 and pull request /1402 made it so. Here the only broker stays.
 * 5. It stops only once its fetch is answered, however long the broker waits for records; and with all partitions paused, as
 *    before a stop, it sleeps for as long. Upstream: none found. Here fetches come back empty, and heartbeats go on.
 * 6. Where a fetch is to bring more at a time, the broker answers no idle one later. Upstream: none found. Here a fetch rests
 *    after one that brought records.
 * 7. Each fetch makes a batch and a task of every partition, also of the empty ones, which are most. Upstream: none found.
 * Tests: kafka-behaviour.int.spec.ts (lag, members that come and go) and lost-membership.int.spec.ts.
 */
export function watchCluster(cluster: Cluster, watch: Watch): void {
  const findGroupCoordinator = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group) => {
    await watch.beforeJoin();
    return watch.coordinator ?? findGroupCoordinator(group);
  };

  const removeBroker = cluster.removeBroker.bind(cluster);
  cluster.removeBroker = (address) => {
    // Symptom 4.
    if (cluster.getNodeIds().length > 1) removeBroker(address);
  };

  const watched = new WeakSet<Broker>();
  const findBroker = cluster.findBroker.bind(cluster);
  cluster.findBroker = async (node) => {
    const broker = await findBroker(node);
    if (!watched.has(broker)) {
      watched.add(broker);
      watchFetches(broker, watch);
    }
    return broker;
  };
}

function watchFetches(broker: Broker, watch: Watch): void {
  const fetch = broker.fetch.bind(broker);
  let restsUntil = 0;
  broker.fetch = async (request) => {
    const generation = watch.generation();
    if (watch.isStopping()) {
      await pTimeout(watch.ended, { milliseconds: STOPPING_MS, message: false });
      return { responses: [] };
    }
    // Symptom 6.
    const restMs = restsUntil - performance.now();
    if (restMs > 0) await pTimeout(watch.ended, { milliseconds: restMs, message: false });
    const fetched: Promise<FetchResponse> = fetch(request);
    // Symptom 5.
    const response = await Promise.race([fetched, watch.ended]);
    if (response === undefined) {
      fetched.catch(() => {});
      return { responses: [] };
    }
    restsUntil = performance.now() + watch.restMs(countOf(response));
    if (generation !== watch.generation()) return { ...response, responses: [] };
    watch.onFetched(fetchedFrom(request, response));
    return { ...response, responses: withRecords(response) };
  };
}

/** Symptom 7. */
function withRecords({ responses }: FetchResponse): FetchResponse['responses'] {
  return responses.flatMap((topic) => {
    const partitions = topic.partitions.filter(({ messages }) => messages.length > 0);
    return partitions.length === 0 ? [] : { ...topic, partitions };
  });
}

function fetchedFrom({ topics, maxBytes = 0 }: FetchRequest, response: FetchResponse): FetchedFrom[] {
  const requested = new Map<string, Map<number, string>>();
  for (const { topic, partitions } of topics) {
    const offsets = requested.get(topic) ?? new Map<number, string>();
    for (const { partition, fetchOffset } of partitions) offsets.set(partition, fetchOffset);
    requested.set(topic, offsets);
  }
  // A full response leaves out records of partitions that have some.
  const isComplete = bytesOfAll(response) < maxBytes / 2;
  return response.responses.flatMap(({ topicName, partitions }) =>
    partitions.map((each) => {
      hideAbortedRecords(each);
      const fetchOffset = BigInt(requested.get(topicName)?.get(each.partition) ?? -1);
      const isEmpty = isComplete && each.messages.length === 0 && each.lastStableOffset !== undefined;
      return Object.assign(each, { topic: topicName, fetchOffset, isEmpty });
    }),
  );
}

function countOf({ responses }: FetchResponse): number {
  return responses
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { messages }) => sum + messages.length, 0);
}

function bytesOfAll({ responses }: FetchResponse): number {
  return responses
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, partition) => sum + bytesOf(partition), 0);
}

function bytesOf({ messages }: FetchedPartition): number {
  return messages.reduce((sum, { value }) => sum + RECORD_BYTES + (value?.length ?? 0), 0);
}
