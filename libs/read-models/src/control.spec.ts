import {
  beginRebuild,
  type Control,
  FIRST_CONTROL,
  FIRST_RUN,
  forget,
  giveUp,
  isBusy,
  leaveBehind,
  noteNearEnd,
  performsEffects,
  runsFollowed,
  runsPerhapsRead,
  switchReads,
} from './control.ts';

const NOW = 1_000;

function must(control: Control | undefined): Control {
  if (control === undefined) throw new Error('was refused');
  return control;
}

const filling = must(beginRebuild(FIRST_CONTROL, 'a', NOW));
const near = must(noteNearEnd(filling, 'a', true));
const switched = must(switchReads(near, 'a', NOW + 1));
const left = must(leaveBehind(switched, FIRST_RUN, NOW + 2));
const done = must(forget(left, FIRST_RUN));

describe('a rebuild', () => {
  test('goes its way: fills, is near its end, is read, leaves, drops, and is over', () => {
    expect(filling).toEqual({ ...FIRST_CONTROL, building: { run: 'a', since: NOW } });
    expect(near.building).toEqual({ run: 'a', since: NOW, isNearEnd: true });
    expect(switched).toEqual({
      active: { run: 'a', since: NOW + 1 },
      draining: { run: FIRST_RUN, since: NOW + 1 },
    });
    expect(left).toEqual({ active: switched.active, retired: { run: FIRST_RUN, since: NOW + 2 } });
    expect(done).toEqual({ active: switched.active });
  });

  test.each([
    ['filling', filling],
    ['near its end', near],
    ['leaving', switched],
    ['dropping', left],
  ])('is the only one, also while %s', (_, control) => {
    expect(isBusy(control)).toBe(true);
    expect(beginRebuild(control, 'b', NOW)).toBeUndefined();
  });

  test('can follow another', () => {
    expect(isBusy(done)).toBe(false);
    expect(must(beginRebuild(done, 'b', NOW)).active.run).toBe('a');
  });

  test('is not read before it was near its end, and no other run than its own', () => {
    expect(switchReads(filling, 'a', NOW)).toBeUndefined();
    expect(switchReads(near, 'b', NOW)).toBeUndefined();
    expect(switchReads(switched, 'a', NOW)).toBeUndefined();
  });

  test('may fall behind again', () => {
    expect(noteNearEnd(near, 'a', false)).toEqual(filling);
    expect(noteNearEnd(near, 'a', true)).toBeUndefined();
    expect(noteNearEnd(near, 'b', false)).toBeUndefined();
  });

  test('takes each step once, whoever else believes that it is to be taken', () => {
    expect(leaveBehind(left, FIRST_RUN, NOW)).toBeUndefined();
    expect(forget(done, FIRST_RUN)).toBeUndefined();
    expect(forget(left, 'a')).toBeUndefined();
  });

  test('can be given up until it is read, and what it filled is dropped', () => {
    for (const control of [filling, near]) {
      expect(giveUp(control, NOW)).toEqual({ ...FIRST_CONTROL, retired: { run: 'a', since: NOW } });
    }
    for (const control of [FIRST_CONTROL, switched, left, done]) expect(giveUp(control, NOW)).toBeUndefined();
  });
});

test('members that an older release does not know stay', () => {
  const newer = { ...near, later: 1 } as Control;
  expect(switchReads(newer, 'a', NOW)).toMatchObject({ later: 1 });
});

test('who goes on, who may be read, and who does more than copy', () => {
  expect(runsFollowed(filling)).toEqual([FIRST_RUN, 'a']);
  expect(runsFollowed(switched)).toEqual(['a', FIRST_RUN]);
  expect(runsFollowed(left)).toEqual(['a']);
  expect(runsPerhapsRead(filling)).toEqual([FIRST_RUN]);
  expect(runsPerhapsRead(near)).toEqual([FIRST_RUN, 'a']);
  expect(runsPerhapsRead(switched)).toEqual(['a', FIRST_RUN]);
  for (const control of [filling, near]) {
    expect(performsEffects(control, FIRST_RUN)).toBe(true);
    expect(performsEffects(control, 'a')).toBe(false);
  }
  expect(performsEffects(switched, FIRST_RUN)).toBe(true);
  expect(performsEffects(switched, 'a')).toBe(true);
  expect(performsEffects(left, FIRST_RUN)).toBe(false);
});
