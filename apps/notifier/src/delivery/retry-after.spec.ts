import { retryAfterMs } from './retry-after.domain.ts';

const NOW = Date.UTC(2026, 4, 21, 12, 0, 0);

describe('retryAfterMs', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    ['9999999999', 9_999_999_999_000],
    [' 7 ', 7_000],
    ['Thu, 21 May 2026 12:01:00 GMT', 60_000],
    ['Thursday, 21-May-26 12:01:00 GMT', 60_000],
    ['Thu May 21 12:01:00 2026', 60_000],
    ['Thu, 21 May 2026 11:00:00 GMT', 0],
  ])('%s', (text, ms) => expect(retryAfterMs(text, NOW)).toBe(ms));

  test.each([undefined, '', '-1', '1.5', '1e3', 'soon', '2026-05-21T12:01:00Z', 'Monday'])(
    '%s says nothing',
    (text) => expect(retryAfterMs(text, NOW)).toBeUndefined(),
  );
});
