import { type Collection, type Document, StoreError, type Write } from './port.ts';

/** A collection that the outbox does not read: a write with events is refused (StoreError), for nobody would publish them. */
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
