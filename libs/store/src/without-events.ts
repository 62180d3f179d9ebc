import { type Collection, type Document, StoreError, type Write } from './port.ts';

/** A collection without an outbox: a write with events is refused (StoreError), because no relay would publish them. */
export function withoutEvents<D extends Document>(collection: Collection<D>): Collection<D> {
  function check({ events }: Write<D>): void {
    if (events.length > 0)
      throw new StoreError(`${collection.name}: a collection that may go keeps no events`, {
        retryable: false,
      });
  }
  return {
    ...collection,
    async write(write) {
      check(write);
      return collection.write(write);
    },
    async writeMany(writes) {
      writes.forEach(check);
      return collection.writeMany(writes);
    },
    async writeInOrder(writes) {
      writes.forEach(check);
      return collection.writeInOrder(writes);
    },
  };
}
