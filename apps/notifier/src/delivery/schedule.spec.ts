import fc from 'fast-check';
import { schedulesWith, waitBefore as wait } from './schedule.domain.ts';

const STEPS = [0, 5, 300, 1_800];
const at = (random: number) => schedulesWith(STEPS, () => random);
const waitBefore = (index: number, schedules: ReturnType<typeof at>, askedMs?: number) =>
  wait(index, schedules, { name: 'default', askedMs });

test('a code is tried within its minutes, whatever the operator chose', () => {
  const steps = [0, 1, 2, 3, 4].map((index) => wait(index, at(0.5), { name: 'code' }));
  expect(steps).toEqual([0, 2_000, 5_000, 15_000, 30_000]);
});

describe('waitBefore', () => {
  test('the first attempt is made at once, and there is none after the last', () => {
    expect(waitBefore(0, at(0.99))).toBe(0);
    expect(waitBefore(4, at(0.5))).toBeUndefined();
  });

  test('the jitter is a fifth to either side', () => {
    expect(waitBefore(1, at(0))).toBe(4_000);
    expect(waitBefore(1, at(0.5))).toBe(5_000);
    expect(waitBefore(1, at(0.999_999))).toBe(6_000);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const wait = waitBefore(2, at(random)) ?? Number.NaN;
        expect(wait).toBeGreaterThanOrEqual(240_000);
        expect(wait).toBeLessThanOrEqual(360_000);
      }),
    );
  });

  test('a receiver may ask for later, up to twice the step, and never for sooner', () => {
    expect(waitBefore(1, at(0.5), 8_000)).toBe(8_000);
    expect(waitBefore(1, at(0.5), 60_000)).toBe(10_000);
    expect(waitBefore(1, at(0.5), 1_000)).toBe(5_000);
    expect(waitBefore(1, at(1), 5_500)).toBe(6_000);
  });
});
