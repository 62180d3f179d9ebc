import { KeyedLock } from './keyed-lock.ts';

describe('KeyedLock', () => {
  test('works of one key wait for each other, others do not', async () => {
    const lock = new KeyedLock();
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = lock.run(['a'], async () => {
      await gate.promise;
      done.push('a1');
    });
    const second = lock.run(['a'], async () => void done.push('a2'));
    await lock.run(['b'], async () => void done.push('b1'));
    expect(done).toEqual(['b1']);
    gate.resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  test('a failure stays with its work, and the next one runs', async () => {
    const lock = new KeyedLock();
    const failed = lock.run(['a'], async () => {
      throw new Error('no');
    });
    const next = lock.run(['a'], async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  test('a work under several keys waits for all of them, and holds up each', async () => {
    const lock = new KeyedLock();
    const [a, b, both] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
    ];
    const order: string[] = [];
    const works = [
      lock.run(['a'], () => a.promise.then(() => void order.push('a'))),
      lock.run(['b'], () => b.promise.then(() => void order.push('b'))),
      lock.run(['a', 'b'], () => both.promise.then(() => void order.push('both'))),
      lock.run(['b'], async () => void order.push('b again')),
      lock.run(['c'], async () => void order.push('c')),
    ];
    both.resolve();
    b.resolve();
    await works[1];
    a.resolve();
    await Promise.all(works);
    expect(order).toEqual(['c', 'b', 'a', 'both', 'b again']);
  });
});
