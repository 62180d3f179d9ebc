import { createTurns, type Pace, type Turn } from './scheduler.ts';

const LIMITS: Record<Pace, number> = { untried: 2, unproven: 2, prompt: 3, quick: 3, slow: 2, dead: 1 };
const turnsOf = (most = { soon: 100, long: 100 }) =>
  createTurns<number>({ most, limitOf: (_receiver, pace) => LIMITS[pace] });

function begun(turns: ReturnType<typeof turnsOf>): Turn<number>[] {
  const all: Turn<number>[] = [];
  for (let turn = turns.next(); turn !== undefined; turn = turns.next()) all.push(turn);
  return all;
}

describe('turns', () => {
  test('receivers take turns, each up to its limit', () => {
    const turns = turnsOf();
    for (let n = 0; n < 5; n++) turns.add('a', n);
    turns.add('b', 10);
    const first = begun(turns);
    expect(first.map(({ receiver, item }) => `${receiver}${item}`)).toEqual(['a0', 'b10', 'a1']);
    first[0]?.ended('quick');
    expect(begun(turns).map(({ item }) => item)).toEqual([2, 3]);
  });

  test('attempts that take long make room for those that do not', () => {
    const turns = turnsOf({ soon: 2, long: 2 });
    for (const receiver of ['dead1', 'dead2', 'fine']) turns.add(receiver, 0);
    const hanging = begun(turns);
    expect(hanging.map(({ receiver }) => receiver)).toEqual(['dead1', 'dead2']);
    for (const turn of hanging) turn.slowed();
    expect(begun(turns).map(({ receiver }) => receiver)).toEqual(['fine']);
  });

  test('slow receivers wait on each other while their room is full', () => {
    const turns = turnsOf({ soon: 10, long: 1 });
    for (const receiver of ['slow1', 'slow2']) for (let n = 0; n < 4; n++) turns.add(receiver, n);
    const hanging = begun(turns);
    for (const turn of hanging) turn.slowed();
    expect(begun(turns)).toEqual([]);
    turns.add('fine', 7);
    expect(begun(turns).map(({ item }) => item)).toEqual([7]);
    for (const turn of hanging) turn.ended('dead');
    expect(begun(turns).map(({ receiver }) => receiver)).toEqual(['slow1']);
    expect(turns.paceOf('slow1')).toBe('dead');
  });

  test('a receiver that answers again has its full width again', () => {
    const turns = turnsOf();
    turns.add('a', 0);
    turns.next()?.ended('dead');
    for (let n = 1; n < 6; n++) turns.add('a', n);
    const [only, ...more] = begun(turns);
    expect(more).toEqual([]);
    only?.ended('quick');
    expect(begun(turns)).toHaveLength(3);
  });

  test('a prompt receiver is so until an answer is delayed, and again with the next that is not', () => {
    const turns = turnsOf();
    expect(turns.paceOf('a')).toBe('untried');
    for (let n = 0; n < 3; n++) turns.add('a', n);
    const [one, other] = begun(turns);
    one?.delayed();
    expect(turns.paceOf('a')).toBe('unproven');
    other?.ended('prompt');
    one?.delayed();
    expect(turns.paceOf('a')).toBe('quick');
    one?.ended('prompt');
    one?.delayed();
    begun(turns)[0]?.ended();
    expect(turns.paceOf('a')).toBe('prompt');
  });

  test('an attempt ends once, and what waits can be taken out', () => {
    const turns = turnsOf();
    for (let n = 0; n < 4; n++) turns.add('a', n);
    const turn = turns.next();
    turn?.ended();
    turn?.ended();
    turn?.slowed();
    expect(turns.underWay()).toBe(0);
    expect(turns.drain()).toEqual([1, 2, 3]);
    expect(turns.next()).toBeUndefined();
  });
});
