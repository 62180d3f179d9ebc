import { createBoundedWork } from './bounded-work.ts';

test('begins no more tasks than the limit, and ends when all have', async () => {
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const work = createBoundedWork(2);
  const all = (async () => {
    for (const [n, gate] of gates.entries()) {
      await work.begin(() => {
        begun.push(n);
        return gate.promise;
      });
    }
    await work.end();
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
  const work = createBoundedWork(1);
  await work.begin(() => Promise.reject(failure));
  await expect(work.begin(async () => {})).rejects.toBe(failure);
  await work.end();

  const two = createBoundedWork(2);
  let isOver = false;
  await two.begin(() => Promise.reject(failure));
  await two.begin(async () => {
    await new Promise(setImmediate);
    isOver = true;
  });
  await expect(two.end()).rejects.toBe(failure);
  expect(isOver).toBe(true);
});
