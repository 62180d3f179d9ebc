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
