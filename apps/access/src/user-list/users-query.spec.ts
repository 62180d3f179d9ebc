import { instantOf } from './instant-text.domain.ts';
import { usersQuery } from './users-query.ts';
import { windowOf, wordsOfWindow } from './users-window.domain.ts';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');

describe('an instant', () => {
  test.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0099-12-31', '0099-12-31T00:00:00.000Z'],
    ['2026-03-01T10:20', '2026-03-01T10:20:00.000Z'],
    ['2026-03-01T10:20Z', '2026-03-01T10:20:00.000Z'],
    ['2026-03-01T10:20:30', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01T10:20:30.5Z', '2026-03-01T10:20:30.500Z'],
    ['2026-03-01T10:20:30.123+01:30', '2026-03-01T08:50:30.123Z'],
    ['2026-03-01T23:30-01:00', '2026-03-02T00:30:00.000Z'],
    ['2026/03/01 10:20:30', '2026-03-01T10:20:30.000Z'],
    ['2021/02/11 02:22:06', '2021-02-11T02:22:06.000Z'],
  ])('%s', (text, iso) => expect(new Date(instantOf(text) ?? Number.NaN).toISOString()).toBe(iso));

  test('is finer than a millisecond where the text is', () => {
    expect(instantOf('2026-03-01T00:00:00.0009Z')).toBeCloseTo(Date.parse('2026-03-01') + 0.9, 3);
  });

  test.each([
    '1',
    '2025-02-30',
    '2023-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '20260301',
    '2026-03-01 10:20:30',
    '2026-03-01T10',
    '2026-03-01T24:00',
    '2026-03-01T10:60',
    '2026-03-01T10:20:60Z',
    '2026-03-01T10:20+1:00',
    '2026-03-01T10:20+0100',
    '2026-03-01T10:20+24:00',
    '2026-03-01T10:20:30.Z',
    '2026-03-01t10:20z',
    '2026/03/01',
    '2026/03/01 10:20',
    '2026/02/30 10:20:30',
    ' 2026-03-01',
    '2026-03-01\n',
    'Sun, 01 Mar 2026 00:00:00 GMT',
    '1772323200000',
    '٢٠٢٦-٠٣-٠١',
  ])('refused: %j', (text) => expect(instantOf(text)).toBeUndefined());
});

describe('the query of /users', () => {
  const query = usersQuery({ now: () => NOW, windowDays: 7 });
  const faultsOf = (given: object) =>
    query.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

  test.each([
    [{}, []],
    [{ status: '0', from: '2026-03-01', to: '2026-03-08' }, []],
    [{ from: '2026-03-03T12:00:00.000Z', to: '2026-03-10T12:00:00.000Z' }, []],
    [{ to: '2026-03-10T12:00:00.000Z' }, []],
    [{ from: '2026-03-10T12:00:00.000Z' }, []],
    [{ from: '2026-03-05', to: '2026-03-05' }, []],
    [{ status: '2' }, ['Status is not valid. Should be either 0 or 1.']],
    [{ status: '01' }, ['Status is not valid. Should be either 0 or 1.']],
    [{ from: '2025-02-30' }, ['From date is not a valid date.']],
    [{ to: '1' }, ['To date is not a valid date.']],
    [{ from: 'x', to: 'y' }, ['From date is not a valid date.', 'To date is not a valid date.']],
    [{ from: '2026-03-05', to: '2026-03-04' }, ['From date greater than to date']],
    [{ from: '2026-03-10T12:00:00.001Z' }, ['Date range should not be in the future']],
    [{ to: '2026-03-11' }, ['Date range should not be in the future']],
    [{ from: '2026-03-01', to: '2026-03-08T00:00:00.001Z' }, ['Only 7 days are allowed between dates']],
    [{ from: '2026-03-01T00:00+01:00', to: '2026-03-08' }, ['Only 7 days are allowed between dates']],
    [
      { from: '2026-03-12', to: '2026-03-11' },
      ['From date greater than to date', 'Date range should not be in the future'],
    ],
    [
      { page: '1e3', pageSize: '0', status: 'x', from: 'x', to: '2026-03-11' },
      [
        '1e3 is not a valid value for page. Expected a number',
        '0 is not a valid value for pageSize. Expected a number',
        'Status is not valid. Should be either 0 or 1.',
        'From date is not a valid date.',
        'Date range should not be in the future',
      ],
    ],
  ])('%j: %j', (given, faults) => expect(faultsOf(given)).toEqual(faults));
});

describe('a window', () => {
  const at = (text: string) => Date.parse(text);
  const words = (from?: string, to?: string) =>
    wordsOfWindow(windowOf({ from: from && at(from), to: to && at(to) } as object, NOW, 7), 7);

  test('with both ends is as it is', () => {
    expect(words('2026-03-01', '2026-03-05')).toEqual({
      dateRange: 'Users between Sun, 01 Mar 2026 00:00:00 GMT and Thu, 05 Mar 2026 00:00:00 GMT',
    });
  });

  test('is completed from or up to the one end, or up to now', () => {
    const warning = 'Only 7 days of data can be fetched';
    const between = (from: string, to: string) => ({ dateRange: `Users between ${from} and ${to}`, warning });
    expect(words('2026-03-09')).toEqual(
      between('Mon, 09 Mar 2026 00:00:00 GMT', 'Mon, 16 Mar 2026 00:00:00 GMT'),
    );
    expect(words(undefined, '2026-03-09')).toEqual(
      between('Mon, 02 Mar 2026 00:00:00 GMT', 'Mon, 09 Mar 2026 00:00:00 GMT'),
    );
    expect(words()).toEqual(between('Tue, 03 Mar 2026 12:00:00 GMT', 'Tue, 10 Mar 2026 12:00:00 GMT'));
  });

  test('has its days in the texts', () => {
    const window = windowOf({ from: NOW }, NOW, 90);
    expect(window.to - window.from).toBe(90 * 86_400_000);
    expect(wordsOfWindow(window, 90).warning).toBe('Only 90 days of data can be fetched');
  });
});
