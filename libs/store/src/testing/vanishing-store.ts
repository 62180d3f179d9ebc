import { type Collection, type Document, type Store, StoreError, type WriteResult } from '../port.ts';

/** A store that goes away the moment a certain write stands, and answers nobody until it comes back. */
export interface VanishingStore {
  through: (store: Store) => Store;
  /** Goes away once a document is written of which `isLast` says so. */
  goAfter(isLast: (document: Document, collection: string) => boolean): void;
  /** Whether it went. */
  readonly isAway: boolean;
  comeBack(): void;
}

export function vanishingStore(): VanishingStore {
  let isLast: ((document: Document, collection: string) => boolean) | undefined;
  let isAway = false;

  async function unlessAway<T>(call: () => Promise<T>): Promise<T> {
    if (isAway) throw away();
    const answer = await call();
    // Who asked before it went, and was answered after, has no answer either.
    if (isAway) throw away();
    return answer;
  }

  function collection<D extends Document>(inner: Collection<D>): Collection<D> {
    const { name } = inner;
    async function writing<R>(
      documents: readonly D[],
      call: () => Promise<R>,
      isWritten: (answer: R) => boolean,
    ) {
      const answer = await unlessAway(call);
      if (isWritten(answer) && documents.some((document) => isLast?.(document, name) === true)) {
        isLast = undefined;
        isAway = true;
      }
      return answer;
    }
    const written = ({ status }: WriteResult) => status === 'written';
    return {
      name,
      get: (id) => unlessAway(() => inner.get(id)),
      getMany: (ids) => unlessAway(() => inner.getMany(ids)),
      find: (query) => unlessAway(() => inner.find(query)),
      findOne: (where) => unlessAway(() => inner.findOne(where)),
      count: (where) => unlessAway(() => inner.count(where)),
      write: (write) => writing([write.document as D], () => inner.write(write), written),
      writeMany: (writes) =>
        writing(
          writes.map(({ document }) => document as D),
          () => inner.writeMany(writes),
          (results) => results.some(written),
        ),
      writeInOrder: (writes) =>
        writing(
          writes.map(({ document }) => document as D),
          () => inner.writeInOrder(writes),
          (results) => results.some(written),
        ),
      mark: (id, members) => unlessAway(() => inner.mark(id, members)),
      purge: (ids) => unlessAway(() => inner.purge(ids)),
    };
  }

  return {
    through: (store) => ({
      ...store,
      collection: (declaration) => collection(store.collection(declaration)),
      add: async (declaration) => collection(await unlessAway(() => store.add(declaration))),
      outbox: {
        ...store.outbox,
        read: (limit, collections) => unlessAway(() => store.outbox.read(limit, collections)),
        markPublished: (entries) => unlessAway(() => store.outbox.markPublished(entries)),
      },
      ping: () => unlessAway(() => store.ping()),
    }),
    goAfter(last) {
      isLast = last;
    },
    get isAway() {
      return isAway;
    },
    comeBack() {
      isAway = false;
    },
  };
}

function away(): StoreError {
  return new StoreError('store: away', { retryable: true });
}
