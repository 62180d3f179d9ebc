import {
  type Collection,
  type CollectionDeclaration,
  type Document,
  StoreError,
  type Write,
} from './port.ts';

/** The collection as an added one, with an outbox only where its declaration has one. */
export function asDeclared<D extends Document>(
  { keepsEvents }: CollectionDeclaration<D>,
  collection: Collection<D>,
): Collection<D> {
  return keepsEvents ? collection : withoutEvents(collection);
}

/** A collection without an outbox: a write with events is refused (StoreError), because no relay would publish them. */
function withoutEvents<D extends Document>(collection: Collection<D>): Collection<D> {
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

/** The refusal to drop a collection in which events wait: the relay publishes them in a moment. */
export function eventsWait(name: string): StoreError {
  return new StoreError(`${name}: events wait in it`, { retryable: true });
}
