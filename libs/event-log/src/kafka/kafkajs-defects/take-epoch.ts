import type { Producer } from 'kafkajs';

/**
 * Connects a producer and fences whoever had its `transactionalId` before.
 *
 * Symptom: kafkajs asks for its epoch at the first transaction, not when it connects, so until then the older producer
 * goes on.
 * Upstream: none found. Test: "a publisher is fenced by its successor" of the contract suite.
 * Here: an empty transaction.
 */
export async function takeEpoch(producer: Producer): Promise<void> {
  await producer.connect();
  const empty = await producer.transaction();
  await empty.abort();
}
