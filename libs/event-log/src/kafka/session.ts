import type { Cluster, Consumer, EachBatchPayload } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { EventLogError } from '../port.ts';
import type { Client, OpenClient } from './client.ts';
import { Followers, type FollowersOptions } from './followers.ts';
import { balancedAssigner } from './kafkajs-defects/assigner.ts';
import type { LocalCoordinator } from './kafkajs-defects/local-coordinator.ts';
import { Membership, SILENCE_MS } from './kafkajs-defects/membership.ts';
import { type FetchedFrom, watchCluster } from './kafkajs-defects/watched-cluster.ts';
import { CONNECT_RETRY, MEMBER_SETTINGS, restMs } from './member-settings.ts';
import { recordsOf } from './records-of-batch.ts';
import type { TopicPartition } from './topic-partition.ts';
import { within } from './within.ts';

/** How long handlers in flight may take before the group is joined again. No heartbeat is sent meanwhile. */
const DRAIN_MS = 4_000;
/** How long leaving the group may take, after which others take over its partitions at once. */
const LEAVE_MS = 3_000;
const REQUEST_MS = 10_000;

export interface SessionOptions extends Omit<FollowersOptions, 'sendCommits' | 'onFull'> {
  openClient: OpenClient;
  groupId: string;
  topics: readonly string[];
  lingerMs?: number | undefined;
  /** Of a replica, in place of the group's broker. */
  coordinator?: LocalCoordinator | undefined;
  /** Partitions in all topics. */
  partitionCount: number;
  logger?: FailureLog | undefined;
}

/**
 * One kafkajs consumer, from its start to its end. It only fetches; a follower for each partition handles the records.
 *
 * Its states: `starting`; `joining` (followers are stopped and drained; see `Membership`); `joined` (a follower for each
 * assigned partition); back to `joining` at each rebalance; `failed` (it crashed, or its membership was given up or silent:
 * the consumer abandons it and opens another session); `closing` (batches in flight are committed, then it leaves the group).
 */
export class Session {
  /** Resolves with the reason, when it fails. */
  readonly failed: Promise<unknown>;
  readonly #options: SessionOptions;
  readonly #client: Client;
  readonly #consumer: Consumer;
  readonly #fail: (error: unknown) => void;
  readonly #watchdog: NodeJS.Timeout;
  readonly #started: Promise<void>;
  /** Of the membership of this moment: what they handle after it is not committed. */
  #followers: Followers;
  readonly #fetching = Promise.withResolvers<void>();
  #generation = 0;
  #stopping = false;
  readonly #membership = new Membership(performance.now());
  #brokers: () => readonly number[] = () => [];

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#followers = this.#openFollowers();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.failed = promise;
    this.#fail = resolve;
    this.#client = options.openClient({
      retry: CONNECT_RETRY,
      requestMs: REQUEST_MS,
      log: options.logger,
    });
    this.#consumer = this.#client.kafka.consumer({
      groupId: options.groupId,
      partitionAssigners: [
        balancedAssigner(this.#client.assignerProtocol, (cluster) => this.#watch(cluster)),
      ],
      ...MEMBER_SETTINGS,
    });
    this.#watchdog = setInterval(() => this.#checkSilence(), SILENCE_MS / 6);
    this.#watchdog.unref();
    this.#started = this.#start().catch(this.#fail);
  }

  /** Records not yet handled of a partition of its own, 0 for another member's; undefined where it does not know. */
  lag(at: TopicPartition, end: bigint): number | undefined {
    if (!this.#membership.joined) return undefined;
    const follower = this.#followers.at(at);
    return follower === undefined ? 0 : follower.lag(end);
  }

  /** Whether a partition is this consumer's own, as far as is known. */
  follows(at: TopicPartition): boolean {
    return this.#membership.joined && this.#followers.at(at) !== undefined;
  }

  /** Finishes and commits the batches in flight, for at most `ms`; then leaves the group and disconnects. */
  async close(ms: number): Promise<void> {
    this.#stopping = true;
    await this.#drain(ms);
    await this.abandon();
  }

  /** Leaves the batches in flight to end uncommitted: `running` has their ends. */
  async abandon(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#watchdog);
    this.#membership.leave();
    this.#followers.stop();
    this.#fetching.resolve();
    // A consumer that is stopped while it starts goes on: https://github.com/tulios/kafkajs/issues/1639. Once it has left the
    // group its connections are cut: `disconnect` would wait for the answer of a fetch, which may take as long as records do.
    const left = this.#started.then(() => this.#consumer.stop());
    await within(LEAVE_MS, left, 'leaving the group').catch(this.#options.onError);
    this.#client.cut();
  }

  async #start(): Promise<void> {
    const { events } = this.#consumer;
    this.#consumer.on(events.HEARTBEAT, () => this.#membership.heartbeat(performance.now()));
    this.#consumer.on(events.FETCH_START, ({ payload: { nodeId } }) => {
      if (this.#membership.mayFetch(nodeId, this.#brokers())) return;
      this.#failRetryably('a consumer is no member of its group any more');
    });
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => this.#assign(payload.memberAssignment));
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      // A batch of markers and aborted records only: eachBatch is not called for it.
      if (payload.batchSize > 0) return;
      const follower = this.#followers.of(payload.topic, payload.partition);
      follower?.take([], BigInt(payload.lastOffset) + 1n);
    });
    this.#consumer.on(events.CRASH, ({ payload }) => this.#fail(payload.error));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // All partitions of a fetch are passed on at once.
      partitionsConsumedConcurrently: this.#options.partitionCount,
      eachBatch: async (payload) => this.#onBatch(payload),
    });
  }

  #watch(cluster: Cluster): void {
    const { coordinator, lingerMs = 0 } = this.#options;
    this.#brokers = () => cluster.getNodeIds();
    watchCluster(cluster, {
      generation: () => this.#generation,
      beforeJoin: async () => {
        this.#generation++;
        this.#membership.joiningBegins(performance.now());
        await this.#drain(DRAIN_MS);
      },
      onFetched: (partitions) => this.#onFetched(partitions),
      isStopping: () => this.#stopping,
      ended: this.#fetching.promise,
      restMs: (records) => restMs(records, lingerMs),
      ...(coordinator && { coordinator: coordinator.asBroker() }),
    });
  }

  #assign(assignment: Record<string, number[]>): void {
    if (this.#stopping) return;
    this.#membership.joins(performance.now());
    // Fetches from several brokers may each have led to a joining.
    this.#followers.stop();
    this.#followers = this.#openFollowers();
    const assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    // kafkajs keeps pauses over a rebalance.
    this.#consumer.resume(assigned);
    for (const { topic, partitions } of assigned) {
      for (const partition of partitions) this.#followers.follow(topic, partition);
    }
  }

  #openFollowers(): Followers {
    return new Followers({
      ...this.#options,
      sendCommits: (offsets) => this.#consumer.commitOffsets(offsets),
      onFull: (topic, partition, full) => {
        if (this.#stopping) return;
        if (full) this.#consumer.pause([{ topic, partitions: [partition] }]);
        else this.#consumer.resume([{ topic, partitions: [partition] }]);
      },
    });
  }

  #onBatch({ batch, resolveOffset }: EachBatchPayload): void {
    const follower = this.#followers.of(batch.topic, batch.partition);
    const last = batch.messages.at(-1);
    if (follower === undefined || last === undefined) return;
    follower.take(recordsOf(batch), BigInt(batch.lastOffset()) + 1n);
    // kafkajs takes this as the end of the batch, later markers included.
    resolveOffset(last.offset);
  }

  #onFetched(partitions: readonly FetchedFrom[]): void {
    for (const { topic, partition, fetchOffset, isEmpty, lastStableOffset } of partitions) {
      const follower = this.#followers.of(topic, partition);
      follower?.startAt(fetchOffset);
      if (isEmpty && lastStableOffset !== undefined) follower?.skip(fetchOffset, BigInt(lastStableOffset));
    }
  }

  /** Begins nothing more, and commits what is in flight, so that a successor does not overlap it. */
  async #drain(ms: number): Promise<void> {
    const ended = this.#followers;
    await within(ms, ended.drain(), 'the batch in flight').catch(this.#options.onError);
    ended.stop();
  }

  #checkSilence(): void {
    if (this.#membership.isSilent(performance.now()))
      this.#failRetryably('a consumer sent no heartbeat and did not join');
  }

  #failRetryably(what: string): void {
    this.#fail(new EventLogError(`event log: ${what}`, { retryable: true }));
  }
}
