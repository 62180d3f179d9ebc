import type { Collection, CollectionDeclaration, Document } from '@gatehouse/store';
import type { DeclarationsOf } from './declaration.ts';

/** Collections whose every call goes to those that `current` resolves with at that moment. */
export function facadeOf<C>(declarations: DeclarationsOf<C>, current: () => Promise<C>): C {
  const entries = Object.entries<CollectionDeclaration<Document>>(declarations).map(([key, { name }]) => {
    const collection = async () => (await current())[key as keyof C] as Collection<Document>;
    return [key, delegating(name, collection)] as const;
  });
  return Object.fromEntries(entries) as C;
}

function delegating<D extends Document>(
  name: string,
  collection: () => Promise<Collection<D>>,
): Collection<D> {
  return {
    name,
    get: async (id) => (await collection()).get(id),
    getMany: async (ids) => (await collection()).getMany(ids),
    find: async (query) => (await collection()).find(query),
    findOne: async (where) => (await collection()).findOne(where),
    count: async (where) => (await collection()).count(where),
    write: async (write) => (await collection()).write(write),
    writeMany: async (writes) => (await collection()).writeMany(writes),
    writeInOrder: async (writes) => (await collection()).writeInOrder(writes),
    mark: async (id, members) => (await collection()).mark(id, members),
    purge: async (ids) => (await collection()).purge(ids),
  };
}
