import { createTally } from './tally.ts';

test('a tally counts once, follows changes, and counts again after five seconds', async () => {
  let time = 0;
  let counted = 0;
  const stored = { total: 3 };
  const tally = createTally(
    async () => {
      counted++;
      return stored.total;
    },
    () => time,
  );
  expect(await tally.total()).toBe(3);
  tally.add(1);
  expect(await tally.total()).toBe(4);
  expect(counted).toBe(1);
  stored.total = 9;
  time = 5_000;
  expect(await tally.total()).toBe(9);
  expect(counted).toBe(2);
});

test('a count that a change overtook serves one answer only', async () => {
  let counted = 0;
  const tally = createTally(
    async () => {
      counted++;
      if (counted === 1) tally.add(1);
      return counted;
    },
    () => 0,
  );
  expect(await tally.total()).toBe(1);
  expect(await tally.total()).toBe(2);
  expect(await tally.total()).toBe(2);
});
