import { ukTime } from './uk-time.ts';

describe('ukTime', () => {
  test.each([
    ['2026-05-21T14:15:00.000Z', '3:15pm on 21 May 2026'],
    ['2026-01-05T09:05:00.000Z', '9:05am on 5 January 2026'],
    ['2026-01-05T12:00:00.000Z', 'midday on 5 January 2026'],
    ['2026-05-21T23:00:00.000Z', 'midnight on 22 May 2026'],
    ['2026-01-05T00:30:00.000Z', '12:30am on 5 January 2026'],
    ['2026-01-05T17:00:00.000Z', '5pm on 5 January 2026'],
  ])('%s is %s', (instant, text) => {
    expect(ukTime(instant)).toBe(text);
  });
});
