import type { Judgement } from '../chaos/judge.ts';
import { type Arrival, type Arrivals, WEBHOOK_PATH } from './arrivals.ts';
import { judgeEvents, judgeRepeats, judgeTold } from './judge-arrivals.ts';

const USER = 'user/U';
let made = 0;

function updated(version: number, changed: string[], id = `id-${++made}`): Arrival {
  return arrival({ type: 'user.updated', data: { userId: 'U', changed, version } }, id);
}

function arrival(event: object, id = `id-${++made}`): Arrival {
  return { path: WEBHOOK_PATH, id, correlationId: 'c', body: JSON.stringify(event) };
}

function judged(judge: (arrivals: Arrivals, judgement: Judgement) => void, ...all: Arrival[]): Judgement {
  const judgement: Judgement = { faults: [], counts: {} };
  judge({ all, at: (path) => all.filter((each) => each.path === path) }, judgement);
  return judgement;
}

describe('order', () => {
  test('holds where versions grow, also when the last comes again', () => {
    const last = updated(2, ['email']);
    expect(judged(judgeEvents, updated(1, ['email']), last, last).faults).toEqual([]);
  });

  test('does not hold where an older event about a user comes after a later one, of a membership too', () => {
    const membership = { userId: 'U', organisationId: 'O', changed: ['roleId'], version: 1 };
    const late = arrival({ type: 'membership.changed', data: membership });
    expect(judged(judgeEvents, updated(2, ['email']), late).faults).toHaveLength(1);
    const first = updated(1, ['email']);
    expect(judged(judgeEvents, first, updated(2, ['email']), first).faults).toHaveLength(1);
  });

  test('of a grant is its own', () => {
    const grant = { userId: 'U', organisationId: 'O', serviceId: 'S', changed: ['roles'], version: 1 };
    const other = arrival({ type: 'grant.changed', data: grant });
    expect(judged(judgeEvents, updated(2, ['email']), other).faults).toEqual([]);
  });
});

test('a change under two ids, and an id with two bodies, are faults', () => {
  expect(judged(judgeEvents, updated(1, ['email']), updated(1, ['email'])).faults).toHaveLength(1);
  const [first, other] = [updated(1, ['email'], 'one'), updated(2, ['email'], 'one')];
  expect(judged(judgeRepeats, first, other).faults).toHaveLength(1);
  const again = judged(judgeRepeats, first, first);
  expect(again.faults).toEqual([]);
  expect(again.counts['of these events again under the same id']).toBe(1);
});

describe('a change is told', () => {
  const expected = [{ entity: USER, version: 2, member: 'email' }];
  const told = (...all: Arrival[]) =>
    judged((arrivals, judgement) => judgeTold(arrivals, expected, judgement), ...all);

  test('by its event, or by a later one that names it or the end', () => {
    expect(told(updated(2, ['email'])).faults).toEqual([]);
    const later = told(updated(3, ['email', 'status']));
    expect(later).toMatchObject({ faults: [], counts: { 'of these told by a later event': 1 } });
    const removed = arrival({ type: 'user.removed', data: { userId: 'U', version: 4 } });
    expect(told(removed).faults).toEqual([]);
  });

  test('and else is lost', () => {
    expect(told().faults).toHaveLength(1);
    expect(told(updated(1, ['email']), updated(3, ['status'])).faults).toHaveLength(1);
  });
});
