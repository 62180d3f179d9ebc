import type { GrantState } from '@gatehouse/contracts';
import { byService, type ProjectBatch } from './service-queues.ts';
import type { PublishedGrant } from './user-list.ts';

const grant = (id: string, serviceId = 'S'): PublishedGrant => ({
  version: 1,
  state: { id, serviceId } as GrantState,
});

/** Batches that end when the test says so. */
function batches() {
  const begun: { ids: string[]; end: (error?: Error) => void }[] = [];
  const projectBatch: ProjectBatch = (grants) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean[]>();
    begun.push({
      ids: grants.map(({ state }) => state.id),
      end: (error) => (error === undefined ? resolve(grants.map(() => true)) : reject(error)),
    });
    return promise;
  };
  return { begun, projectBatch, ids: () => begun.map(({ ids }) => ids.join('')) };
}

const settled = () => new Promise(setImmediate);

describe('the grants of a service', () => {
  test('that wait are projected together, one batch after the other', async () => {
    const { begun, projectBatch, ids } = batches();
    const project = byService(projectBatch);
    const all = ['a', 'b', 'c'].map((id) => project(grant(id)));
    expect(ids()).toEqual(['a']);
    begun[0]?.end();
    await settled();
    expect(ids()).toEqual(['a', 'bc']);
    all.push(project(grant('d')));
    begun[1]?.end();
    await settled();
    expect(ids()).toEqual(['a', 'bc', 'd']);
    begun[2]?.end();
    expect(await Promise.all(all)).toEqual([true, true, true, true]);
  });

  test('are at most 60 at a time', async () => {
    const { begun, projectBatch } = batches();
    const project = byService(projectBatch);
    const all = Array.from({ length: 122 }, (_, n) => project(grant(`${n}`)));
    for (let n = 0; n < 4; n++) {
      begun[n]?.end();
      await settled();
    }
    expect(begun.map(({ ids }) => ids.length)).toEqual([1, 60, 60, 1]);
    await Promise.all(all);
  });

  test('wait for no other service', async () => {
    const { begun, projectBatch, ids } = batches();
    const project = byService(projectBatch);
    const busy = [project(grant('a')), project(grant('b'))];
    const quiet = project(grant('c', 'T'));
    expect(ids()).toEqual(['a', 'c']);
    begun[1]?.end();
    expect(await quiet).toBe(true);
    begun[0]?.end();
    await settled();
    begun[2]?.end();
    expect(await Promise.all(busy)).toEqual([true, true]);
  });

  test('of a batch that fails for a while all fail; the next ones are projected', async () => {
    const { begun, projectBatch, ids } = batches();
    const project = byService(projectBatch);
    const first = project(grant('a'));
    const failing = Promise.allSettled([project(grant('b')), project(grant('c'))]);
    begun[0]?.end();
    await settled();
    begun[1]?.end(Object.assign(new Error('away'), { retryable: true }));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = project(grant('d'));
    begun[2]?.end();
    expect([await first, await next]).toEqual([true, true]);
    expect(ids()).toEqual(['a', 'bc', 'd']);
  });

  test('of a faulty batch the others are projected, each alone', async () => {
    const project = byService(async (grants) => {
      if (grants.some(({ state }) => state.id === 'bad')) throw new Error('too large');
      return grants.map(() => true);
    });
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((id) => project(grant(id))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
