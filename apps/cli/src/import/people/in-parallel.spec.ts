import { inParallel } from './in-parallel.ts';

const options = { most: 3, keyOf: ([key]: string) => key ?? '' };

test('at most so many at once; those of one key in their order', async () => {
  let [now, most] = [0, 0];
  const done: string[] = [];
  await inParallel(['a1', 'b1', 'a2', 'c1', 'a3', 'd1', 'b2'], options, async (item) => {
    now++;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    done.push(item);
    now--;
  });
  expect(done).toHaveLength(7);
  expect(most).toBe(3);
  expect(done.filter(([key]) => key === 'a')).toEqual(['a1', 'a2', 'a3']);
});

test('the first failure is thrown once what is under way is done, and nothing more is begun', async () => {
  const begun: string[] = [];
  const finished: string[] = [];
  const working = inParallel(['a', 'b', 'c', 'd', 'e'], options, async (item) => {
    begun.push(item);
    await new Promise((resolve) => setImmediate(resolve));
    if (item === 'b') throw new Error('no');
    finished.push(item);
  });
  await expect(working).rejects.toThrow('no');
  expect(begun).not.toContain('e');
  expect(finished).toEqual(begun.filter((item) => item !== 'b'));
});
