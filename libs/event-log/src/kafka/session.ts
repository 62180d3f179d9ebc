import type { Cluster, Consumer, EachBatchPayload } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { EventLogError, type LogRecord } from '../port.ts';
import type { Client, OpenClient } from './client.ts';
import { asEventLogError } from './failure.ts';
import { balancedAssigner } from './kafkajs-defects/assigner.ts';
import type { LocalCoordinator } from './kafkajs-defects/local-coordinator.ts';
import { Membership, SILENCE_MS } from './kafkajs-defects/membership.ts';
import { type FetchedFrom, watchCluster } from './kafkajs-defects/watched-cluster.ts';
import { CONNECT_RETRY, MEMBER_SETTINGS } from './member-settings.ts';
import { Follower } from './partition-follower.ts';
import { recordsOf } from './records-of-batch.ts';
import { type Place, placeOf } from './topic-partition.ts';
import { within } from './within.ts';

/** Handlers under way are waited for before the group is joined again. No heartbeat is sent meanwhile. */
const DRAIN_MS = 4_000;
/** For leaving the group in order, so that its partitions are taken over at once. */
const LEAVE_MS = 3_000;
const REQUEST_MS = 10_000;

export interface SessionOptions {
  openClient: OpenClient;
  groupId: string;
  topics: readonly string[];
  batchSize: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  /** Of a replica. */
  coordinator?: LocalCoordinator;
  /** Partitions in all topics. */
  partitionCount: number;
  onHandled: (place: Place, offset: bigint) => void;
  onError: (error: unknown) => void;
  logger?: FailureLog;
  /** Followers that still run, of this and of earlier sessions. */
  running: Map<Place, Promise<void>>;
}

/** One life of a kafkajs consumer. It only fetches; each partition's records are handled by a follower of its own. */
export class Session {
  /** Resolves with why it ended, when it did so by itself. */
  readonly failed: Promise<unknown>;
  readonly #options: SessionOptions;
  readonly #client: Client;
  readonly #consumer: Consumer;
  readonly #fail: (error: unknown) => void;
  readonly #watchdog: NodeJS.Timeout;
  readonly #started: Promise<void>;
  #followers = new Map<Place, Follower>();
  #generation = 0;
  #stopping = false;
  readonly #membership = new Membership(performance.now());
  #brokers: () => readonly number[] = () => [];

  constructor(options: SessionOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.failed = promise;
    this.#fail = resolve;
    this.#client = options.openClient({
      retry: CONNECT_RETRY,
      requestMs: REQUEST_MS,
      ...(options.logger && { log: options.logger }),
    });
    this.#consumer = this.#client.kafka.consumer({
      groupId: options.groupId,
      partitionAssigners: [
        balancedAssigner(this.#client.assignerProtocol, (cluster) => this.#watch(cluster)),
      ],
      ...MEMBER_SETTINGS,
    });
    this.#watchdog = setInterval(() => this.#lookForLife(), SILENCE_MS / 6);
    this.#watchdog.unref();
    this.#started = this.#start().catch(this.#fail);
  }

  /** Records of its own partitions not yet handled: none of another member's; undefined where it does not know. */
  lag(place: Place, end: bigint): number | undefined {
    if (!this.#membership.joined) return undefined;
    const follower = this.#followers.get(place);
    return follower === undefined ? 0 : follower.lag(end);
  }

  /** Lets the batches under way finish and commits them, for at most `ms`; then leaves the group and disconnects. */
  async close(ms: number): Promise<void> {
    this.#stopping = true;
    this.#stopFetching();
    await this.#drain(ms);
    await this.abandon();
  }

  /** The batches under way end by themselves, uncommitted; `running` tells when. */
  async abandon(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#watchdog);
    this.#membership.leave();
    this.#stopFollowers();
    // A consumer that is stopped while it starts goes on: https://github.com/tulios/kafkajs/issues/1639.
    const left = this.#started.then(() => this.#consumer.disconnect());
    await within(LEAVE_MS, left, 'leaving the group').catch(this.#options.onError);
    this.#client.cut();
  }

  /** What nobody takes would be fetched again and again. */
  #stopFetching(): void {
    try {
      this.#consumer.pause(this.#options.topics.map((topic) => ({ topic })));
    } catch {
      // It does not run: there is nothing to pause.
    }
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
      // Only markers, or records of aborted transactions: eachBatch is not told of them.
      if (payload.batchSize > 0) return;
      const follower = this.#followers.get(placeOf(payload.topic, payload.partition));
      follower?.take([], BigInt(payload.lastOffset) + 1n);
    });
    this.#consumer.on(events.CRASH, ({ payload }) => this.#fail(payload.error));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // All that a fetch brought is passed on in the same turn.
      partitionsConsumedConcurrently: this.#options.partitionCount,
      eachBatch: async (payload) => this.#pass(payload),
    });
  }

  #watch(cluster: Cluster): void {
    const { coordinator } = this.#options;
    this.#brokers = () => cluster.getNodeIds();
    watchCluster(cluster, {
      generation: () => this.#generation,
      beforeJoin: async () => {
        this.#generation++;
        this.#membership.joiningBegins(performance.now());
        await this.#drain(DRAIN_MS);
      },
      onFetched: (partitions) => this.#onFetched(partitions),
      ...(coordinator && { coordinator: coordinator.asBroker() }),
    });
  }

  #assign(assignment: Record<string, number[]>): void {
    if (this.#stopping) return;
    this.#membership.joins(performance.now());
    // Fetches of several brokers may each have led to a joining.
    this.#stopFollowers();
    const assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    // kafkajs keeps pauses over a rebalance.
    this.#consumer.resume(assigned);
    for (const { topic, partitions } of assigned) {
      for (const partition of partitions) this.#follow(topic, partition);
    }
  }

  #follow(topic: string, partition: number): void {
    const { batchSize, handle, onHandled, onError, running } = this.#options;
    const place = placeOf(topic, partition);
    const follower = new Follower({
      topic,
      partition,
      batchSize,
      handle,
      onError,
      after: running.get(place) ?? Promise.resolve(),
      commit: (offset) => this.#commit(topic, partition, offset),
      onHandled: (offset) => onHandled(place, offset),
      onFull: (full) => {
        if (this.#stopping || this.#followers.get(place) !== follower) return;
        if (full) this.#consumer.pause([{ topic, partitions: [partition] }]);
        else this.#consumer.resume([{ topic, partitions: [partition] }]);
      },
    });
    this.#followers.set(place, follower);
    running.set(place, follower.ended);
    follower.ended.then(() => {
      if (running.get(place) === follower.ended) running.delete(place);
    });
  }

  async #commit(topic: string, partition: number, offset: bigint): Promise<void> {
    try {
      await this.#consumer.commitOffsets([{ topic, partition, offset: String(offset) }]);
    } catch (error) {
      throw asEventLogError(error);
    }
  }

  #pass({ batch, resolveOffset }: EachBatchPayload): void {
    const follower = this.#followers.get(placeOf(batch.topic, batch.partition));
    const last = batch.messages.at(-1);
    if (follower === undefined || last === undefined) return;
    follower.take(recordsOf(batch), BigInt(batch.lastOffset()) + 1n);
    // kafkajs takes this for the end of the batch, markers behind it included.
    resolveOffset(last.offset);
  }

  #onFetched(partitions: readonly FetchedFrom[]): void {
    for (const { topic, partition, fetchOffset, nothingThere, lastStableOffset } of partitions) {
      const follower = this.#followers.get(placeOf(topic, partition));
      follower?.startAt(fetchOffset);
      if (nothingThere && lastStableOffset !== undefined)
        follower?.skip(fetchOffset, BigInt(lastStableOffset));
    }
  }

  /** Nothing is begun any more; what is under way is waited for, so that a successor does not overlap it. */
  async #drain(ms: number): Promise<void> {
    const ended = Promise.all(this.#stopFollowers().map((follower) => follower.ended));
    await within(ms, ended, 'the batch under way').catch(this.#options.onError);
  }

  #stopFollowers(): Follower[] {
    const followers = [...this.#followers.values()];
    this.#followers = new Map();
    for (const follower of followers) follower.stop();
    return followers;
  }

  #lookForLife(): void {
    if (this.#membership.isSilent(performance.now())) this.#failRetryably('a consumer gave no sign of life');
  }

  #failRetryably(what: string): void {
    this.#fail(new EventLogError(`event log: ${what}`, { retryable: true }));
  }
}
