import { eventually } from '@gatehouse/testing';
import { type InFlightLimits, limitsWith } from '../delivery/queues.domain.ts';
import { createQueue, type Pace } from './receiver-queue.ts';
import { type Attempt, createScheduler } from './scheduler.ts';

function schedulerOf(slots: { fast: number; slow: number } = { fast: 100, slow: 100 }) {
  let readied = 0;
  const scheduler = createScheduler<string>(() => readied++, { dead: 100, ...slots });
  /** A receiver with so many deliveries waiting, named `<receiver><number>`. */
  function waiting(
    receiver: string,
    count: number,
    { limits, pace = 'untried' }: { limits?: InFlightLimits; pace?: Pace } = {},
  ) {
    const queue = createQueue<string>(receiver, limits);
    queue.pace = pace;
    for (let n = 0; n < count; n++) scheduler.add(queue, `${receiver}${n}`);
    return queue;
  }
  function begun(): Attempt<string>[] {
    const all: Attempt<string>[] = [];
    for (let next = scheduler.next(); next !== undefined; next = scheduler.next()) all.push(next);
    return all;
  }
  return { scheduler, waiting, begun, readied: () => readied };
}

const items = (attempts: readonly Attempt<string>[]) => attempts.map(({ item }) => item);
const receivers = (attempts: readonly Attempt<string>[]) => attempts.map(({ queue }) => queue.receiver);

describe('the scheduler', () => {
  test('gives receivers turns, each up to its limit, and each receiver’s in order', () => {
    const { waiting, begun } = schedulerOf();
    waiting('a', 20);
    waiting('b', 2);
    const first = begun();
    expect(items(first).slice(0, 5)).toEqual(['a0', 'b0', 'a1', 'b1', 'a2']);
    expect(first).toHaveLength(8 + 2);
    first[0]?.ended();
    expect(items(begun())).toEqual(['a8']);
  });

  test('moves attempts that take long, so that they keep no slot from those that do not', () => {
    const { waiting, begun } = schedulerOf({ fast: 2, slow: 2 });
    for (const receiver of ['dead1', 'dead2', 'fine']) waiting(receiver, 1);
    const hanging = begun();
    expect(receivers(hanging)).toEqual(['dead1', 'dead2']);
    for (const attempt of hanging) attempt.slowed();
    expect(receivers(begun())).toEqual(['fine']);
  });

  test('has slow receivers wait for each other while their slots are taken', () => {
    const { scheduler, waiting, begun } = schedulerOf({ fast: 10, slow: 1 });
    const slow = [waiting('slow1', 1), waiting('slow2', 1)];
    const hanging = begun();
    for (const attempt of hanging) attempt.slowed();
    for (const queue of slow) scheduler.add(queue, 'next');
    expect(begun()).toEqual([]);
    waiting('fine', 1);
    expect(items(begun())).toEqual(['fine0']);
    for (const attempt of hanging) attempt.ended('slow');
    expect(receivers(begun())).toEqual(['slow1']);
  });

  describe('of dead receivers', () => {
    test('begins one attempt every few milliseconds, in turn and two for each, whatever others do', async () => {
      const { waiting, begun, readied } = schedulerOf();
      for (const receiver of ['dead1', 'dead2']) waiting(receiver, 9, { pace: 'dead' });
      waiting('fine', 1);
      expect(receivers(begun())).toEqual(['fine', 'dead1']);
      for (const [index, receiver] of ['dead2', 'dead1', 'dead2'].entries()) {
        expect(begun()).toEqual([]);
        await eventually(() => expect(readied()).toBe(index + 1));
        expect(receivers(begun())).toEqual([receiver]);
      }
      await eventually(() => expect(readied()).toBe(4));
      expect(begun()).toEqual([]);
    });

    test('gives one that answers again its full width again', () => {
      const { scheduler, waiting, begun } = schedulerOf();
      const queue = waiting('a', 1);
      scheduler.next()?.ended('dead');
      for (let n = 1; n < 60; n++) scheduler.add(queue, `a${n}`);
      const [first, ...more] = begun();
      expect(more).toEqual([]);
      first?.ended('quick');
      expect(begun()).toHaveLength(32);
    });
  });

  test.each([
    ['untried', 8],
    ['prompt', 50],
    ['slow', 50],
  ] as const)('has as many emails go as there are connections, of a %s server %i', (pace, most) => {
    const { waiting, begun } = schedulerOf();
    waiting('email', 60, { limits: limitsWith(50)('email'), pace });
    expect(begun()).toHaveLength(most);
  });

  test('an untried receiver that is late is slow, and prompt with the next answer in time', () => {
    const { waiting, begun } = schedulerOf();
    const queue = waiting('a', 3);
    expect(queue.pace).toBe('untried');
    const [one, other, third] = begun();
    one?.delayed();
    expect(queue.pace).toBe('slow');
    other?.ended('prompt');
    one?.delayed();
    expect(queue.pace).toBe('quick');
    one?.ended('prompt');
    one?.delayed();
    third?.ended();
    expect(queue.pace).toBe('prompt');
  });

  test('an attempt ends once', () => {
    const { scheduler, waiting } = schedulerOf();
    const queue = waiting('a', 1);
    const attempt = scheduler.next();
    expect(scheduler.inFlight()).toBe(1);
    attempt?.ended();
    attempt?.ended('dead');
    attempt?.slowed();
    expect(scheduler.inFlight()).toBe(0);
    expect(queue).toMatchObject({ inFlight: 0, pace: 'untried', waiting: [] });
    expect(scheduler.next()).toBeUndefined();
  });
});
