import { type Store, StoreError } from '@gatehouse/store';
import { startAccessUnderTest } from './testing/access-under-test.ts';

/** A store that is away whenever a collection is read for the first time. */
function hiccuping(store: Store): Store {
  const read = new Set<string>();
  function afterHiccup<T>(collection: string, work: () => Promise<T>): Promise<T> {
    if (read.has(collection)) return work();
    read.add(collection);
    return Promise.reject(new StoreError('store: away', { retryable: true }));
  }
  return {
    ...store,
    collection(declaration) {
      const inner = store.collection(declaration);
      return { ...inner, get: (id) => afterHiccup(inner.name, () => inner.get(id)) };
    },
  };
}

test('a store that is away for a moment at the first steps is waited for', async () => {
  const access = await startAccessUnderTest({ throughStore: hiccuping });
  expect((await access.operator('GET', '/manage/read-models')).status).toBe(200);
  await access.close();
});
