import {
  abandon,
  activate,
  beginRebuild,
  type Control,
  endRebuild,
  FIRST_CONTROL,
  FIRST_RUN,
  isBusy,
  noteNearEnd,
  performsEffects,
  readableRuns,
  retire,
  runsFollowed,
} from './control.ts';

const NOW = 1_000;

function must(control: Control | undefined): Control {
  if (control === undefined) throw new Error('was refused');
  return control;
}

const building = must(beginRebuild(FIRST_CONTROL, 'a', NOW));
const near = must(noteNearEnd(building, 'a', true));
const switched = must(activate(near, 'a', NOW + 1));
const left = must(retire(switched, FIRST_RUN, NOW + 2));
const done = must(endRebuild(left, FIRST_RUN));

describe('a rebuild', () => {
  test('goes its way: building, near its end, active, draining, retired, and over', () => {
    expect(building).toEqual({ ...FIRST_CONTROL, building: { run: 'a', since: NOW } });
    expect(near.building).toEqual({ run: 'a', since: NOW, isNearEnd: true });
    expect(switched).toEqual({
      active: { run: 'a', since: NOW + 1 },
      draining: { run: FIRST_RUN, since: NOW + 1 },
    });
    expect(left).toEqual({ active: switched.active, retired: { run: FIRST_RUN, since: NOW + 2 } });
    expect(done).toEqual({ active: switched.active });
  });

  test.each([
    ['building', building],
    ['near its end', near],
    ['draining', switched],
    ['retired', left],
  ])('is the only one, also while %s', (_, control) => {
    expect(isBusy(control)).toBe(true);
    expect(beginRebuild(control, 'b', NOW)).toBeUndefined();
  });

  test('can follow another', () => {
    expect(isBusy(done)).toBe(false);
    expect(must(beginRebuild(done, 'b', NOW)).active.run).toBe('a');
  });

  test('is not read before it was near its end, and no other run than its own', () => {
    expect(activate(building, 'a', NOW)).toBeUndefined();
    expect(activate(near, 'b', NOW)).toBeUndefined();
    expect(activate(switched, 'a', NOW)).toBeUndefined();
  });

  test('may fall behind again', () => {
    expect(noteNearEnd(near, 'a', false)).toEqual(building);
    expect(noteNearEnd(near, 'a', true)).toBeUndefined();
    expect(noteNearEnd(near, 'b', false)).toBeUndefined();
  });

  test('takes each step once, whoever else believes that it is to be taken', () => {
    expect(retire(left, FIRST_RUN, NOW)).toBeUndefined();
    expect(endRebuild(done, FIRST_RUN)).toBeUndefined();
    expect(endRebuild(left, 'a')).toBeUndefined();
  });

  test('can be given up until it is read, and what it filled is dropped', () => {
    for (const control of [building, near]) {
      expect(abandon(control, NOW)).toEqual({ ...FIRST_CONTROL, retired: { run: 'a', since: NOW } });
    }
    for (const control of [FIRST_CONTROL, switched, left, done])
      expect(abandon(control, NOW)).toBeUndefined();
  });
});

test('members that an older release does not know stay', () => {
  const newer = { ...near, later: 1 } as Control;
  expect(activate(newer, 'a', NOW)).toMatchObject({ later: 1 });
});

test('who goes on, who may be read, and who does more than copy', () => {
  expect(runsFollowed(building)).toEqual([FIRST_RUN, 'a']);
  expect(runsFollowed(switched)).toEqual(['a', FIRST_RUN]);
  expect(runsFollowed(left)).toEqual(['a']);
  expect(readableRuns(building)).toEqual([FIRST_RUN]);
  expect(readableRuns(near)).toEqual([FIRST_RUN, 'a']);
  expect(readableRuns(switched)).toEqual(['a', FIRST_RUN]);
  for (const control of [building, near]) {
    expect(performsEffects(control, FIRST_RUN)).toBe(true);
    expect(performsEffects(control, 'a')).toBe(false);
  }
  expect(performsEffects(switched, FIRST_RUN)).toBe(true);
  expect(performsEffects(switched, 'a')).toBe(true);
  expect(performsEffects(left, FIRST_RUN)).toBe(false);
});
