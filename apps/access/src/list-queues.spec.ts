import type { GrantState } from '@gatehouse/contracts';
import { byService, type TakeIn, type Turn } from './list-queues.ts';
import type { ToldGrant } from './told-grant.ts';

const grant = (id: string, serviceId = 'S'): ToldGrant => ({
  version: 1,
  state: { id, serviceId } as GrantState,
});

/** Takings in that end when they are told to. */
function takings() {
  const begun: { ids: string[]; end: (error?: Error) => void }[] = [];
  const takeIn: TakeIn = (grants) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean[]>();
    begun.push({
      ids: grants.map(({ state }) => state.id),
      end: (error) => (error === undefined ? resolve(grants.map(() => true)) : reject(error)),
    });
    return promise;
  };
  return { begun, takeIn, ids: () => begun.map(({ ids }) => ids.join('')) };
}

const settled = () => new Promise(setImmediate);

describe('the grants of a service', () => {
  test('are taken in one turn after the other, as many as there are by then', async () => {
    const { begun, takeIn, ids } = takings();
    const project = byService(async () => ({ takeIn, most: 2 }));
    const all = ['a', 'b', 'c'].map((id) => project(grant(id)));
    await settled();
    expect(ids()).toEqual(['ab']);
    begun[0]?.end();
    await settled();
    expect(ids()).toEqual(['ab', 'c']);
    begun[1]?.end();
    expect(await Promise.all(all)).toEqual([true, true, true]);
  });

  test('may overlap: three at a time, also where the others come later', async () => {
    const { begun, takeIn, ids } = takings();
    const project = byService(async () => ({ takeIn, most: 1, overlapping: true }));
    const all = [project(grant('a'))];
    await settled();
    all.push(...['b', 'c', 'd'].map((id) => project(grant(id))));
    await settled();
    expect(ids()).toEqual(['a', 'b', 'c']);
    begun[1]?.end();
    await settled();
    expect(ids()).toEqual(['a', 'b', 'c', 'd']);
    for (const { end } of begun) end();
    expect(await Promise.all(all)).toEqual([true, true, true, true]);
  });

  test('that may not overlap wait for those that may', async () => {
    const { begun, takeIn, ids } = takings();
    let turn: Turn = { takeIn, most: 1, overlapping: true };
    const project = byService(async () => turn);
    const all = [project(grant('a')), project(grant('b'))];
    await settled();
    turn = { takeIn, most: 1 };
    all.push(project(grant('c')));
    await settled();
    begun[0]?.end();
    await settled();
    expect(ids()).toEqual(['a', 'b']);
    begun[1]?.end();
    await settled();
    expect(ids()).toEqual(['a', 'b', 'c']);
    begun[2]?.end();
    expect(await Promise.all(all)).toEqual([true, true, true]);
  });

  test('of one service wait for no other, and a failure is told to those it is of', async () => {
    const { begun, takeIn, ids } = takings();
    const project = byService(async () => ({ takeIn, most: 2 }));
    const failed = [project(grant('a')), project(grant('b'))];
    const other = project(grant('c', 'T'));
    await settled();
    expect(ids()).toEqual(['ab', 'c']);
    begun[0]?.end(new Error('refused'));
    const outcomes = await Promise.allSettled(failed);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    begun[1]?.end();
    expect(await other).toBe(true);
    const next = project(grant('d'));
    await settled();
    begun[2]?.end();
    expect(await next).toBe(true);
  });

  test('are all told where it cannot be said how they are taken in', async () => {
    const project = byService(() => Promise.reject(new Error('away')));
    await expect(Promise.all([project(grant('a')), project(grant('b'))])).rejects.toThrow('away');
    await expect(project(grant('c'))).rejects.toThrow('away');
  });
});
