import { ukTime } from './uk-time.ts';

describe('ukTime', () => {
  test.each([
    ['2026-05-21T14:15:00.000Z', '3:15pm on 21 May 2026', '3:15pm ar 21 Mai 2026'],
    ['2026-01-05T09:05:00.000Z', '9:05am on 5 January 2026', '9:05am ar 5 Ionawr 2026'],
    ['2026-01-05T12:00:00.000Z', 'midday on 5 January 2026', 'hanner dydd ar 5 Ionawr 2026'],
    ['2026-05-21T23:00:00.000Z', 'midnight on 22 May 2026', 'hanner nos ar 22 Mai 2026'],
    ['2026-01-05T00:30:00.000Z', '12:30am on 5 January 2026', '12:30am ar 5 Ionawr 2026'],
    ['2026-08-05T16:00:00.000Z', '5pm on 5 August 2026', '5pm ar 5 Awst 2026'],
  ])('%s is %s, in Welsh %s', (instant, english, welsh) => {
    expect([ukTime(instant), ukTime(instant, 'cy')]).toEqual([english, welsh]);
  });
});
