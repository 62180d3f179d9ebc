import fc from 'fast-check';
import {
  type AnsweredRequests,
  hasAnswered,
  REMEMBERED_OF_LAST_MINUTE,
  REMEMBERED_REQUESTS,
  type RequestKey,
  rememberCommandRequest,
} from './answered-requests.domain.ts';

const NOTHING: AnsweredRequests = { answered: [] };
const instant = (seconds: number) => new Date(seconds * 1_000).toISOString();
/** Requests close together, far apart, and resent under the same id. */
const sending = fc.record({
  id: fc.integer({ min: 0, max: 150 }).map(String),
  at: fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 500, max: 510 })).map(instant),
});

/** As the app does: what is answered is left alone, all else is answered. */
function answer(memory: AnsweredRequests, commandRequest: RequestKey): AnsweredRequests {
  return hasAnswered(memory, commandRequest) ? memory : rememberCommandRequest(memory, commandRequest);
}

describe('the answered requests', () => {
  test('whatever was requested in whatever order, a resend changes nothing', () => {
    fc.assert(
      fc.property(fc.array(sending, { maxLength: 200 }), (commandRequests) => {
        const memory = commandRequests.reduce(answer, NOTHING);
        expect(commandRequests.reduce(answer, memory)).toBe(memory);
      }),
    );
  });

  test('each request is held once, their number is bounded, and instants only move forward', () => {
    fc.assert(
      fc.property(fc.array(sending, { maxLength: 200 }), (commandRequests) => {
        let through = '';
        let memory = NOTHING;
        for (const commandRequest of commandRequests) {
          memory = answer(memory, commandRequest);
          const ids = memory.answered.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(REMEMBERED_OF_LAST_MINUTE);
          expect((memory.answeredThrough ?? '') >= through).toBe(true);
          through = memory.answeredThrough ?? '';
        }
      }),
    );
  });

  test('a request that is newer than all before is answered, and then listed', () => {
    fc.assert(
      fc.property(fc.array(sending, { maxLength: 60 }), (commandRequests) => {
        const memory = commandRequests.reduce(answer, NOTHING);
        const newest = { id: 'newest', at: instant(2_000) };
        expect(hasAnswered(memory, newest)).toBe(false);
        expect(answer(memory, newest).answered.at(-1)).toEqual(newest);
      }),
    );
  });

  test('requests of one instant are all answered, and sixteen are remembered a minute later', () => {
    const atOnce = Array.from({ length: REMEMBERED_OF_LAST_MINUTE }, (_, index) => ({
      id: `${index}`,
      at: instant(500),
    }));
    const memory = atOnce.reduce(answer, NOTHING);
    expect(memory.answered).toEqual(atOnce);
    expect(memory).not.toHaveProperty('answeredThrough');
    const later = answer(memory, { id: 'later', at: instant(600) });
    expect(later.answered).toHaveLength(REMEMBERED_REQUESTS);
    expect(later.answeredThrough).toBe(instant(500));
  });

  test('a request older than all others is listed once it is answered', () => {
    const others = Array.from({ length: REMEMBERED_OF_LAST_MINUTE }, (_, index) => ({
      id: `${index}`,
      at: instant(500),
    }));
    const first = { id: 'first', at: instant(499) };
    expect([...others, first].reduce(answer, NOTHING).answered.at(-1)).toEqual(first);
  });

  test('a request that is resent is listed once, as the last', () => {
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
