import { lookUpUntil } from './waiting.ts';

test('looks again until something is there', async () => {
  let looks = 0;
  expect(await lookUpUntil(() => (++looks === 3 ? 'found' : undefined))).toBe('found');
});

test('gives up, and says so by undefined', async () => {
  const times = [0, 0, 1_999, 2_000];
  const clock = { now: () => times.shift() ?? Number.POSITIVE_INFINITY };
  let looks = 0;
  const found = await lookUpUntil(
    async () => {
      looks++;
      return undefined;
    },
    { clock },
  );
  expect(found).toBeUndefined();
  expect(looks).toBe(3);
});
