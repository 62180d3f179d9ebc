import { type Collection, type Document, type Store, StoreError } from '@gatehouse/store';

/** A call of the store: the method, and the collection. */
export type Call = `${'add' | 'drop' | 'get' | 'find' | 'write' | 'purge'} ${string}`;

/** When a process ends: at the nth call of a kind, before or after it was made. */
export interface Death {
  call: string;
  nth: number;
  when: 'before' | 'after';
}

/** The store of a process that ends in the middle: from then on no call goes through. */
export function mortalStore(store: Store, { call: last, nth, when }: Death): Store & { isDead(): boolean } {
  let calls = 0;
  let dead = false;

  async function living<T>(call: Call, run: () => Promise<T>): Promise<T> {
    const isLast = call === last && ++calls === nth;
    if (isLast && when === 'before') dead = true;
    if (dead) throw gone();
    const result = await run();
    if (isLast) dead = true;
    if (dead) throw gone();
    return result;
  }

  function mortal<D extends Document>(inner: Collection<D>): Collection<D> {
    const { name } = inner;
    return {
      ...inner,
      get: (id) => living(`get ${name}`, () => inner.get(id)),
      find: (query) => living(`find ${name}`, () => inner.find(query)),
      write: (write) => living(`write ${name}`, () => inner.write(write)),
      writeInOrder: (writes) => living(`write ${name}`, () => inner.writeInOrder(writes)),
      purge: (ids) => living(`purge ${name}`, () => inner.purge(ids)),
    };
  }

  return {
    ...store,
    isDead: () => dead,
    collection: (declaration) => mortal(store.collection(declaration)),
    add: (declaration) =>
      living(`add ${declaration.name.split('.')[0] ?? ''}`, async () => mortal(await store.add(declaration))),
    drop: (name) => living(`drop ${name.split('.')[0] ?? ''}`, () => store.drop(name)),
  };
}

function gone(): StoreError {
  return new StoreError('this process has ended', { retryable: true });
}
