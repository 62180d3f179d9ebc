import { Turns } from './keyed-lock.ts';

describe('Turns', () => {
  test('works of one name wait for each other, others do not', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = turns.take('a', async () => {
      await gate.promise;
      done.push('a1');
    });
    const second = turns.take('a', async () => void done.push('a2'));
    await turns.take('b', async () => void done.push('b1'));
    expect(done).toEqual(['b1']);
    gate.resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  test('a failure is its own, and the next one has its turn', async () => {
    const turns = new Turns();
    const failed = turns.take('a', async () => {
      throw new Error('no');
    });
    const next = turns.take('a', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  test('a work under several names waits for all of them, and holds up each', async () => {
    const turns = new Turns();
    const [a, b, both] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
    ];
    const order: string[] = [];
    const works = [
      turns.take('a', () => a.promise.then(() => void order.push('a'))),
      turns.take('b', () => b.promise.then(() => void order.push('b'))),
      turns.takeAll(['a', 'b'], () => both.promise.then(() => void order.push('both'))),
      turns.take('b', async () => void order.push('b again')),
      turns.take('c', async () => void order.push('c')),
    ];
    both.resolve();
    b.resolve();
    await works[1];
    a.resolve();
    await Promise.all(works);
    expect(order).toEqual(['c', 'b', 'a', 'both', 'b again']);
  });
});
