import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { createDueLoader } from './due-loader.ts';
import type { Leases } from './leases.ts';
import { createQueue } from './receiver-queue.ts';

const NOW = 1_750_000_000_000;

/**
 * A loader upon a store with so many due deliveries of one receiver, named by their number. `isWritten`: a lease is written,
 * so that the store no longer shows what is leased as due.
 */
function loaderOf(count: number, isWritten: boolean) {
  const due = Array.from({ length: count }, (_, n) => ({
    _id: String(n),
    receiver: 'a',
    wakeAt: NOW - count + n,
  }));
  const leasedIds = new Set<string>();
  const taken: number[] = [];
  const loaded: string[] = [];
  const collection = {
    find: async ({ where, limit }: { where: { wakeAt: { lte?: number } }; limit: number }) =>
      where.wakeAt.lte === undefined
        ? []
        : due.filter(({ _id }) => !isWritten || !leasedIds.has(_id)).slice(0, limit),
  } as unknown as Deliveries;
  const leases = {
    mayTake: true,
    async take(documents: readonly DeliveryDocument[]) {
      taken.push(documents.length);
      for (const { _id } of documents) leasedIds.add(_id);
      return [...documents];
    },
  } as unknown as Leases;
  const queue = createQueue<unknown>('a');
  const { promise: idle, resolve } = Promise.withResolvers<void>();
  const loader = createDueLoader({
    collection,
    leases,
    now: () => NOW,
    onLeased: (_receiver, { _id }) => void loaded.push(_id),
    onIdle: () => resolve(),
    onError(error) {
      throw error;
    },
  });
  return { loader, queue, idle, loaded, taken };
}

describe.each([
  ['in memory', false],
  ['written', true],
])('with leases that are %s, due deliveries', (_where, isWritten) => {
  test('are loaded in order, at most a hundred at a time, until the queue is no longer low', async () => {
    const { loader, queue, idle, loaded, taken } = loaderOf(700, isWritten);
    queue.pace = 'prompt';
    loader.dueAt(queue, NOW);
    await idle;
    await loader.close();
    expect(Math.max(...taken)).toBeLessThanOrEqual(100);
    expect(loaded).toEqual(loaded.map((_id, index) => String(index)));
    expect(loaded.length).toBeGreaterThan(128);
    expect(queue.admitted.size).toBe(loaded.length);
    expect(queue.hasStored).toBe(true);
  });

  test('of a dead receiver are not loaded beyond its limit, and the rest is known to wait', async () => {
    const { loader, queue, idle, loaded } = loaderOf(20, isWritten);
    queue.pace = 'dead';
    loader.dueAt(queue, NOW);
    await idle;
    expect(loaded).toHaveLength(16);
    expect(queue.hasStored).toBe(true);
  });

  test('that are in memory already are not loaded again', async () => {
    const { loader, queue, idle, loaded } = loaderOf(3, isWritten);
    queue.admitted.add('1');
    loader.dueAt(queue, NOW);
    await idle;
    expect(loaded).toEqual(['0', '2']);
    expect(queue.hasStored).toBe(false);
  });
});
