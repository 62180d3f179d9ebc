import fc from 'fast-check';
import { type CsvRow, createCsvReader, LONGEST_ROW } from './csv-reader.ts';

function read(...pieces: string[]): CsvRow[] {
  const reader = createCsvReader();
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

describe('reading CSV', () => {
  test.each([
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['LF', 'a,b\n1,2\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line break at the end', 'a,b\r\n1,2'],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
    ]);
  });

  test('quotes, quoted commas, and empty fields', () => {
    expect(read('"a ""b""","c,d","",,ef\n')).toEqual([{ line: 1, fields: ['a "b"', 'c,d', '', '', 'ef'] }]);
  });

  test('lines are those of the file: quoted line breaks and blank lines count', () => {
    const rows = read('h\r\n"x\r\ny\r\nz"\r\n\r\n1\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test.each([
    ['a quote that is never closed', '1,"open\n2,ok\n3,ok'],
    ['a quote that is followed by more of its field', '1,"a"b\n2,ok\n3,ok'],
    ['a quote inside an unquoted field', '1,a"b\n2,ok\n3,ok'],
    ['a quote closed by a later one', '1,"open\n2,ok\n3,"ok"'],
  ])('%s costs its own line only', (_name, text) => {
    expect(read(text)).toEqual([
      { line: 1, fault: expect.stringContaining('a quote is') },
      { line: 2, fields: ['2', 'ok'] },
      { line: 3, fields: ['3', 'ok'] },
    ]);
  });

  test('a line without end is reported once and not kept', () => {
    const reader = createCsvReader();
    const rows = Array.from({ length: 50 }, () => reader.push('x'.repeat(10_000))).flat();
    expect([...rows, ...reader.push('\nnext\n'), ...reader.end()]).toEqual([
      { line: 1, fault: expect.stringContaining('longer than') },
      { line: 2, fields: ['next'] },
    ]);
  });

  test('a row over the limit is faulty, whether it comes at once or in pieces', () => {
    const long = `"${'x'.repeat(LONGEST_ROW)}",1`;
    const expected = [
      { line: 1, fault: expect.stringContaining('longer than') },
      { line: 2, fields: ['2', 'ok'] },
    ];
    expect(read(`${long}\r\n2,ok`)).toEqual(expected);
    expect(read(long.slice(0, 60_000), long.slice(60_000), '\r', '\n2,ok')).toEqual(expected);
  });

  test('whatever stands in the lines before, the next sound row is read, with its line', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', '"', ',', '\t', '\uFEFF', 'é'), maxLength: 12 });
    const eol = fc.constantFrom('\r\n', '\n');
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 8 }), eol, (lines, end) => {
        // A quote just before would rightly be the end of what an earlier one opens.
        const rows = read([...lines, '"sound","row"', '"and","another"', ''].join(end));
        expect(rows.slice(-1)).toEqual([{ line: lines.length + 2, fields: ['and', 'another'] }]);
        expect(rows.every(({ line }, index) => index === 0 || line > (rows[index - 1]?.line ?? 0))).toBe(
          true,
        );
      }),
    );
  });

  test('where the file is cut into pieces makes no difference', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (pieces) => {
        expect(read(...pieces)).toEqual(read(pieces.join('')));
      }),
    );
  });

  test('whatever is written by the format is read back', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r\n', '\n', ' '), maxLength: 6 });
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const quoted = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        expect(read(quoted.join('\r\n')).map((found) => ('fields' in found ? found.fields : found))).toEqual(
          rows,
        );
      }),
    );
  });
});
