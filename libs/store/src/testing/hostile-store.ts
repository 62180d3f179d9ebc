import { type Collection, type Document, type Store, StoreError, type Write } from '../port.ts';
import { type Faults, type Injected, isGone, storeFaults } from './store-faults.ts';

/** A store whose writes fail at random, and how often each failure has been injected. */
export interface HostileStore extends Store {
  readonly injected: Readonly<Injected>;
}

/**
 * A store that does everything unkind that the port allows, the same for the same seed and the same calls: an update
 * loses its compare-and-set though nobody else wrote (never twice running for one document), or the store is gone before
 * or after it wrote, which the caller cannot tell apart. An insert's conflict says that the document is there, so that is
 * never invented. Reads and leases are left alone.
 */
export function hostileStore(store: Store, faults: Faults): HostileStore {
  const { drawFor, injected } = storeFaults(faults);

  function collection<D extends Document>(inner: Collection<D>): Collection<D> {
    const draw = drawFor(inner.name);
    return {
      ...inner,
      async write(write) {
        const fate = draw.fateOf(write);
        if (fate === 'conflict') return { status: 'conflict' };
        return crashing(fate, () => inner.write(write));
      },
      async writeMany(writes) {
        const { fates, reached } = draw.fatesOf(writes);
        const passed: Write<D>[] = writes.filter((_, n) => n < reached && fates[n] !== 'conflict');
        const results = (await inner.writeMany(passed)).values();
        if (fates.some(isGone)) throw gone();
        return fates.map((fate) => {
          const result = fate === 'conflict' ? undefined : results.next().value;
          return result ?? { status: 'conflict' };
        });
      },
      async writeInOrder(writes) {
        const { fates, reached } = draw.fatesOf(writes);
        const lost = fates.indexOf('conflict');
        const isLost = lost !== -1 && lost < reached;
        const results = await inner.writeInOrder(writes.slice(0, isLost ? lost : reached));
        if (results.some(({ status }) => status !== 'written')) return results;
        if (isLost) return [...results, { status: 'conflict' }];
        if (fates.some(isGone)) throw gone();
        return results;
      },
      mark: (id, members) => crashing(draw.crash(), () => inner.mark(id, members)),
      purge: (ids) => crashing(draw.crash(), () => inner.purge(ids)),
    };
  }

  const outboxDraw = drawFor('outbox');
  return {
    engine: `hostile ${store.engine}`,
    injected,
    collection: (declaration) => collection(store.collection(declaration)),
    add: async (declaration) => collection(await store.add(declaration)),
    drop: (name) => store.drop(name),
    transfer: (declaration) => store.transfer(declaration),
    outbox: {
      read: (limit, collections) => store.outbox.read(limit, collections),
      markPublished: (entries) => crashing(outboxDraw.crash(), () => store.outbox.markPublished(entries)),
      onWrite: (listener) => store.outbox.onWrite(listener),
    },
    lease: (name) => store.lease(name),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

async function crashing<T>(fate: string, run: () => Promise<T>): Promise<T> {
  if (fate === 'crash before') throw gone();
  const result = await run();
  if (fate === 'crash after') throw gone();
  return result;
}

function gone(): StoreError {
  return new StoreError('store: gone, before or after the write', { retryable: true });
}
