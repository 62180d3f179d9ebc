import type { LogRecord } from '../port.ts';
import { asEventLogError } from './failure.ts';
import { type HandledOffset, OffsetCommits } from './offset-commits.ts';
import { PartitionFollower } from './partition-follower.ts';
import { type TopicPartition, topicPartition } from './topic-partition.ts';

export interface FollowersOptions {
  batchSize: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  onHandled: (at: TopicPartition, offset: bigint) => void;
  onError: (error: unknown) => void;
  /** The least time between two commits. */
  commitEveryMs: () => number;
  sendCommits: (offsets: HandledOffset[]) => Promise<void>;
  /** A partition is to be paused (true) or resumed. */
  onFull: (topic: string, partition: number, full: boolean) => void;
  /** Ends of followers of this and of earlier sessions. */
  running: Map<TopicPartition, Promise<void>>;
}

/** The followers of the partitions that a member of a group has, from one joining to the next, and what they commit. */
export class Followers {
  readonly #options: FollowersOptions;
  readonly #commits: OffsetCommits;
  readonly #all = new Map<TopicPartition, PartitionFollower>();
  #stopped = false;

  constructor(options: FollowersOptions) {
    this.#options = options;
    const { sendCommits: send, commitEveryMs: everyMs, onError } = options;
    this.#commits = new OffsetCommits({ send, everyMs, onError: (error) => onError(asEventLogError(error)) });
  }

  /** Undefined for a partition that is not followed, or not any more. */
  of(topic: string, partition: number): PartitionFollower | undefined {
    return this.at(topicPartition(topic, partition));
  }

  at(at: TopicPartition): PartitionFollower | undefined {
    return this.#stopped ? undefined : this.#all.get(at);
  }

  follow(topic: string, partition: number): void {
    const { batchSize, handle, onHandled, onError, onFull, running } = this.#options;
    const at = topicPartition(topic, partition);
    const follower = new PartitionFollower({
      topic,
      partition,
      batchSize,
      handle,
      onError,
      after: running.get(at) ?? Promise.resolve(),
      onStart: (offset) => onHandled(at, offset),
      onHandled: (offset) => {
        this.#commits.note(topic, partition, offset);
        onHandled(at, offset);
      },
      onFull: (full) => {
        if (this.at(at) === follower) onFull(topic, partition, full);
      },
    });
    this.#all.set(at, follower);
    running.set(at, follower.ended);
    follower.ended.then(() => {
      if (running.get(at) === follower.ended) running.delete(at);
    });
  }

  /** Begins nothing more, waits for what is in flight, and commits it. */
  async drain(): Promise<void> {
    this.#stopAll();
    await Promise.all([...this.#all.values()].map(({ ended }) => ended));
    await this.#commits.flush();
  }

  /** Begins and commits nothing more. */
  stop(): void {
    this.#stopAll();
    this.#commits.stop();
  }

  #stopAll(): void {
    this.#stopped = true;
    for (const follower of this.#all.values()) follower.stop();
  }
}
