import { createDiscovery } from './discovery.ts';
import type { Metadata } from './metadata.domain.ts';

const HOUR = 60 * 60_000;
let now: number;
let isAway: boolean;
let readings: number;
let failures: number;

beforeEach(() => {
  [now, isAway, readings, failures] = [1_800_000_000_000, false, 0, 0];
});

function discovery() {
  return createDiscovery({
    now: () => now,
    onFailure: () => failures++,
    async read() {
      readings++;
      if (isAway) throw new Error('away');
      return { token_endpoint: `https://id.example.org/${readings}` } as Metadata;
    },
  });
}

test('it is read once an hour', async () => {
  const one = discovery();
  expect(one.isReachable()).toBeUndefined();
  await Promise.all([one.current(), one.follow(), one.current()]);
  now += HOUR - 1;
  await one.follow();
  expect([readings, one.isReachable()]).toEqual([1, true]);
  now += 1;
  expect((await one.current()).token_endpoint).toMatch(/2$/);
});

test('the last good one serves a day, while each minute is tried', async () => {
  const one = discovery();
  await one.current();
  isAway = true;
  now += HOUR;
  expect((await one.current()).token_endpoint).toMatch(/1$/);
  expect([one.isReachable(), failures]).toEqual([false, 1]);
  await one.follow();
  await one.current();
  expect(readings).toBe(2);
  now += 60_000;
  expect(await one.follow()).toBe(false);
  expect(readings).toBe(3);
  now += 23 * HOUR;
  await expect(one.current()).rejects.toThrow('away');
  isAway = false;
  now += 60_000;
  expect(await one.follow()).toBe(true);
  expect(one.isReachable()).toBe(true);
});

test('who doubts it has it read at the next turn', async () => {
  const one = discovery();
  await one.follow();
  isAway = true;
  await one.follow();
  expect(one.isReachable()).toBe(true);
  one.doubt();
  expect(await one.follow()).toBe(false);
});
