import fc from 'fast-check';
import type { PartitionMetadata, ProducerBatch, Transaction } from 'kafkajs';
import { partitionOfKey } from '../partition-of-key.ts';
import { bytesInBatch } from '../topic-limits.ts';
import { OrderedSend, type Routed } from './ordered-send.ts';

/** Partition n of 6 is led by broker n modulo 3, plus `moved`. */
function metadata(moved = 0): PartitionMetadata[] {
  return Array.from({ length: 6 }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: (partitionId + moved) % 3,
    replicas: [],
    isr: [],
  }));
}

function message(key: string, topic = 't'): Routed {
  return { topic, key, partitionKey: key, value: key };
}

describe('OrderedSend', () => {
  let sender: OrderedSend;
  let requests: { leaders: number[]; keys: string[] }[];
  let current: PartitionMetadata[];

  beforeEach(() => {
    sender = new OrderedSend();
    requests = [];
    current = metadata();
  });

  /** Partitions as kafkajs does, before each attempt. */
  const attempt = ({ topicMessages = [] }: ProducerBatch) => {
    const partitioner = sender.partitioner();
    const sent = topicMessages.flatMap(({ topic, messages }) =>
      messages.map((each) => ({
        key: String(each.key),
        leader: current[partitioner({ topic, partitionMetadata: current, message: each })]?.leader ?? -1,
      })),
    );
    requests.push({
      leaders: [...new Set(sent.map(({ leader }) => leader))],
      keys: sent.map(({ key }) => key),
    });
  };
  const transactionOf = (sendBatch: (batch: ProducerBatch) => Promise<void>) =>
    ({ sendBatch }) as unknown as Transaction;
  const messages = [...'abcdefghijkl'].flatMap((key) => [message(key), message(key, 'other')]);

  test('sends to one leader after another, each message once', async () => {
    await sender.send(
      transactionOf(async (batch) => attempt(batch)),
      messages,
      () => 1_000_000,
    );
    expect(requests.length).toBeGreaterThan(1);
    for (const { leaders } of requests) expect(leaders).toHaveLength(1);
    expect(requests.flatMap(({ keys }) => keys).sort()).toEqual(messages.map(({ key }) => key).sort());
  });

  test('learns of leaders that moved since', async () => {
    await sender.send(
      transactionOf(async (batch) => attempt(batch)),
      messages,
      () => 1_000_000,
    );
    current = metadata().map((each) => ({ ...each, leader: Math.floor(each.partitionId / 2) }));
    requests = [];
    await sender.send(
      transactionOf(async (batch) => attempt(batch)),
      messages,
      () => 1_000_000,
    );
    for (const { leaders } of requests) expect(leaders).toHaveLength(1);
    expect(requests.flatMap(({ keys }) => keys)).toHaveLength(messages.length);
  });

  test('a repetition goes to the leader that there is then, but never to two', async () => {
    const repeating = transactionOf(async (batch) => {
      attempt(batch);
      current = metadata(1);
      attempt(batch);
    });
    await sender.send(repeating, [message('a')], () => 1_000_000);
    expect(requests.map(({ leaders }) => leaders)).toEqual([[expect.any(Number)], [expect.any(Number)]]);

    const splitting = transactionOf(async (batch) => {
      attempt(batch);
      current = metadata().map((each) => ({ ...each, leader: each.partitionId }));
      attempt(batch);
    });
    await expect(sender.send(splitting, messages, () => 1_000_000)).rejects.toThrow('several leaders');
  });

  test('no request holds more of a partition than its topic takes, and order is kept', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 400 })), {
          maxLength: 60,
        }),
        fc.integer({ min: 0, max: 1_000 }),
        async (drawn, spare) => {
          const all = drawn.map(([partition, size], n) => ({
            ...{ topic: 't', key: `${n}`, partitionKey: `${partition}` },
            value: 'x'.repeat(size),
          }));
          const room = Math.max(0, ...all.map(bytesInBatch)) + spare;
          const sent: (readonly Routed[])[] = [];
          const sending = transactionOf(async (batch) => {
            attempt(batch);
            sent.push((batch.topicMessages ?? []).flatMap(({ messages }) => messages as Routed[]));
          });
          await sender.send(sending, all, () => room);
          const partitionOf = ({ partitionKey }: Routed) => partitionOfKey(partitionKey, current.length);
          for (const request of sent)
            for (const batch of Map.groupBy(request, partitionOf).values())
              expect(batch.reduce((sum, each) => sum + bytesInBatch(each), 0)).toBeLessThanOrEqual(room);
          expect(Map.groupBy(sent.flat(), partitionOf)).toEqual(Map.groupBy(all, partitionOf));
        },
      ),
      { seed: 11, numRuns: 200 },
    ));
});
