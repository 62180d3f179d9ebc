import { cellText } from './cell-text.ts';
import { recordText, tableOf } from './table.ts';

describe('tableOf', () => {
  test('a heading and a line for each record, nothing where there is nothing', () => {
    expect(
      tableOf(
        ['id', 'name', 'urn'],
        [
          { id: '1', name: 'Hill' },
          { id: '22', name: 'Oak', urn: 5 },
        ],
      ),
    ).toBe(['id  name  urn', '1   Hill', '22  Oak   5', ''].join('\n'));
  });

  test('no records: the heading alone', () => {
    expect(tableOf(['id', 'name'], [])).toBe('id  name\n');
  });
});

describe('tableOf, in a terminal', () => {
  const columns = ['id', 'name', 'urn'];
  const id = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
  const records = [
    { id, name: 'Hill School of a name that is long', urn: '100001' },
    { id, name: 'Oak', urn: '' },
  ];
  const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

  test('that is wide enough nothing is cut', () => {
    const whole = tableOf(columns, records);
    expect(tableOf(columns, records, longest(whole))).toBe(whole);
  });

  test.each([60, 65, 79])('of %i characters cells are cut short, never ids', (width) => {
    const text = tableOf(columns, records, width);
    expect(longest(text)).toBeLessThanOrEqual(width);
    expect(text.split('\n')[1]).toMatch(new RegExp(`^${id}  Hill School.*…  100001$`));
  });

  test('that is too narrow for that each record stands for itself, and is whole', () => {
    expect(tableOf(columns, records, 40)).toBe(
      [
        `id    ${id}`,
        'name  Hill School of a name that is long',
        'urn   100001',
        '',
        `id    ${id}`,
        'name  Oak',
        '',
      ].join('\n'),
    );
  });

  test('a reason is wrapped, and whole', () => {
    const text = tableOf(
      ['line', 'reason'],
      [{ line: 2, reason: 'organisation_urn is longer than 25 characters' }],
      30,
    );
    expect(longest(text)).toBeLessThanOrEqual(30);
    expect(
      text
        .split('\n')
        .map((line) => line.slice(6))
        .join(' '),
    ).toContain('organisation_urn is longer than 25 characters');
  });

  test('that fits what piping cuts nowhere: characters two columns wide', () => {
    expect(tableOf(['name'], [{ name: '山の学校' }])).toBe('name\n山の学校\n');
  });
});

describe('recordText', () => {
  test('members below each other, lists of records as tables', () => {
    const text = recordText({
      id: '1',
      roles: ['A', 'B'],
      attempts: [
        { at: 'x', status: 200 },
        { at: 'y', error: 'z' },
      ],
    });
    expect(text).toBe(
      ['id     1', 'roles  A, B', '', 'attempts:', 'at  status  error', 'x   200', 'y           z', ''].join(
        '\n',
      ),
    );
  });

  test('nothing: nothing', () => {
    expect(recordText({})).toBe('');
  });
});

describe('cellText', () => {
  test.each([
    [undefined, ''],
    [null, ''],
    [0, '0'],
    [{ a: '1', b: '2' }, 'a=1 b=2'],
    [[{ key: 'a' }, { key: 'b' }], 'key=a; key=b'],
    ['\u001b[31mred\u202e\nline', ' [31mred line'],
  ])('%j is %j', (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});
