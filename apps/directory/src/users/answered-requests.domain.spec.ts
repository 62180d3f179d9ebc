import fc from 'fast-check';
import {
  type AnsweredRequests,
  hasAnswered,
  REMEMBERED_ASKS,
  REMEMBERED_IN_A_RUSH,
  type RequestKey,
  rememberCommandRequest,
} from './answered-requests.domain.ts';

const NOTHING: AnsweredRequests = { answered: [] };
const instant = (seconds: number) => new Date(seconds * 1_000).toISOString();
/** Asks close together, far apart, and again under the same id. */
const asking = fc.record({
  id: fc.integer({ min: 0, max: 150 }).map(String),
  at: fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 500, max: 510 })).map(instant),
});

/** As the app does: what is answered is left alone, all else is answered. */
function answer(memory: AnsweredRequests, commandRequest: RequestKey): AnsweredRequests {
  return hasAnswered(memory, commandRequest) ? memory : rememberCommandRequest(memory, commandRequest);
}

describe('the memory of asks', () => {
  test('whatever was asked in whatever order, asking it again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(asking, { maxLength: 200 }), (commandRequests) => {
        const memory = commandRequests.reduce(answer, NOTHING);
        expect(commandRequests.reduce(answer, memory)).toBe(memory);
      }),
    );
  });

  test('it holds each ask once, is bounded, and only looks forward', () => {
    fc.assert(
      fc.property(fc.array(asking, { maxLength: 200 }), (commandRequests) => {
        let through = '';
        let memory = NOTHING;
        for (const commandRequest of commandRequests) {
          memory = answer(memory, commandRequest);
          const ids = memory.answered.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(REMEMBERED_IN_A_RUSH);
          expect((memory.answeredThrough ?? '') >= through).toBe(true);
          through = memory.answeredThrough ?? '';
        }
      }),
    );
  });

  test('an ask that is newer than all before is answered, and then listed', () => {
    fc.assert(
      fc.property(fc.array(asking, { maxLength: 60 }), (commandRequests) => {
        const memory = commandRequests.reduce(answer, NOTHING);
        const newest = { id: 'newest', at: instant(2_000) };
        expect(hasAnswered(memory, newest)).toBe(false);
        expect(answer(memory, newest).answered.at(-1)).toEqual(newest);
      }),
    );
  });

  test('asks of one instant are all answered, and sixteen are remembered when the rush is over', () => {
    const rush = Array.from({ length: REMEMBERED_IN_A_RUSH }, (_, place) => ({
      id: `${place}`,
      at: instant(500),
    }));
    const memory = rush.reduce(answer, NOTHING);
    expect(memory.answered).toEqual(rush);
    expect(memory).not.toHaveProperty('answeredThrough');
    const later = answer(memory, { id: 'later', at: instant(600) });
    expect(later.answered).toHaveLength(REMEMBERED_ASKS);
    expect(later.answeredThrough).toBe(instant(500));
  });

  test('one that was asked before all the others is listed once it is answered', () => {
    const others = Array.from({ length: REMEMBERED_IN_A_RUSH }, (_, place) => ({
      id: `${place}`,
      at: instant(500),
    }));
    const first = { id: 'first', at: instant(499) };
    expect([...others, first].reduce(answer, NOTHING).answered.at(-1)).toEqual(first);
  });

  test('the same ask asked again later takes one place, the last', () => {
    const memory = [
      { id: 'a', at: instant(1) },
      { id: 'b', at: instant(2) },
      { id: 'a', at: instant(3) },
    ].reduce(answer, NOTHING);
    expect(memory.answered).toEqual([
      { id: 'b', at: instant(2) },
      { id: 'a', at: instant(3) },
    ]);
  });
});
