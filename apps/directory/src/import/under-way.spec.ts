import { createUnderWay } from './under-way.ts';

test('begins no more works than there is room for, and ends when all have', async () => {
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const underWay = createUnderWay(2);
  const all = (async () => {
    for (const [n, gate] of gates.entries()) {
      await underWay.begin(() => {
        begun.push(n);
        return gate.promise;
      });
    }
    await underWay.end();
    return 'ended';
  })();
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1]);
  gates[0]?.resolve();
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  expect(await all).toBe('ended');
});

test('a failure comes out of a later beginning, or of the end, once all have ended', async () => {
  const failure = new Error('away');
  const underWay = createUnderWay(1);
  await underWay.begin(() => Promise.reject(failure));
  await expect(underWay.begin(async () => {})).rejects.toBe(failure);
  await underWay.end();

  const two = createUnderWay(2);
  let isOver = false;
  await two.begin(() => Promise.reject(failure));
  await two.begin(async () => {
    await new Promise(setImmediate);
    isOver = true;
  });
  await expect(two.end()).rejects.toBe(failure);
  expect(isOver).toBe(true);
});
