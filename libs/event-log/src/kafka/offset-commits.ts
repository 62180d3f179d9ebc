import { sharedCall } from '../core/shared-call.ts';
import { asEventLogError } from './failure.ts';
import { type TopicPartition, topicPartition } from './topic-partition.ts';

/** An offset before which all of a partition is handled, as kafkajs has it. */
export interface HandledOffset {
  topic: string;
  partition: number;
  offset: string;
}

/** Commits offsets: partitions share requests, and what comes while one is under way goes with the next. */
export function offsetCommits(send: (offsets: HandledOffset[]) => Promise<void>) {
  const waiting = new Map<TopicPartition, HandledOffset>();
  const sendAll = sharedCall(() => {
    const offsets = [...waiting.values()];
    waiting.clear();
    return send(offsets);
  });

  return async (topic: string, partition: number, offset: bigint): Promise<void> => {
    waiting.set(topicPartition(topic, partition), { topic, partition, offset: String(offset) });
    try {
      await sendAll();
    } catch (error) {
      throw asEventLogError(error);
    }
  };
}
