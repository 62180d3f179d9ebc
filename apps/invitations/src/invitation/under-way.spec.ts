import { setImmediate as nextTurn } from 'node:timers/promises';
import { trackUnderWay, type UnderWay } from './under-way.ts';

const LONG_MS = 60_000;
let time: number;
const now = () => time;
beforeEach(() => {
  time = 1_000_000;
});

async function accept(underWay: UnderWay, id: string): Promise<void> {
  const leave = await underWay.enter();
  underWay.began(id);
  leave();
}

/** Accepts one more, and says whether it was let in yet. */
function accepting(underWay: UnderWay, id: string) {
  let isIn = false;
  const done = accept(underWay, id).then(() => {
    isIn = true;
  });
  return { done, isIn: () => isIn };
}

test('with so many under way the next waits until one is over, in order', async () => {
  const underWay = trackUnderWay({ now, most: 2, waitMs: LONG_MS });
  await accept(underWay, 'a');
  await accept(underWay, 'b');
  const [third, fourth] = [accepting(underWay, 'c'), accepting(underWay, 'd')];
  for (const status of ['received', 'linking', 'granting'] as const) underWay.heardOf({ id: 'a', status });
  await nextTurn();
  expect([third.isIn(), fourth.isIn()]).toEqual([false, false]);
  underWay.heardOf({ id: 'a', status: 'accepted' });
  await third.done;
  await nextTurn();
  expect(fourth.isIn()).toBe(false);
  underWay.heardOf({ id: 'b', status: 'waiting' });
  await fourth.done;
});

test('a request that makes no invitation gives its room to the next', async () => {
  const underWay = trackUnderWay({ now, most: 1, waitMs: LONG_MS });
  const leave = await underWay.enter();
  const next = accepting(underWay, 'a');
  await nextTurn();
  expect(next.isIn()).toBe(false);
  leave();
  await next.done;
});

test('nobody waits for long, nor for what is not heard of', async () => {
  const hasty = trackUnderWay({ now, most: 1, waitMs: 1 });
  await accept(hasty, 'a');
  await accept(hasty, 'b');

  const underWay = trackUnderWay({ now, most: 2, waitMs: LONG_MS });
  await accept(underWay, 'elsewhere');
  await accept(underWay, 'here');
  underWay.heardOf({ id: 'here', status: 'linking' });
  time += 1_000;
  await accept(underWay, 'c');
  const waiting = accepting(underWay, 'd');
  await nextTurn();
  expect(waiting.isIn()).toBe(false);
  underWay.heardOf({ id: 'here', status: 'revoked' });
  await waiting.done;
});
