import fc from 'fast-check';
import { type CsvRow, createCsvReader } from './csv-reader.ts';

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
    expect(read('"a ""b""","c,d","",,e"f\n')).toEqual([{ line: 1, fields: ['a "b"', 'c,d', '', '', 'e"f'] }]);
  });

  test('lines are those of the file: quoted line breaks and blank lines count', () => {
    const rows = read('h\r\n"x\r\ny\r\nz"\r\n\r\n1\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test.each([
    ['a quote that is never closed', '1,"open\n2,ok\n3,ok'],
    ['a quote out of place', '1,"a"b\n2,ok\n3,ok'],
    ['a quote closed by a later one', '1,"open\n2,ok\n3,"ok"'],
  ])('%s costs its own line only', (_name, text) => {
    expect(read(text)).toEqual([
      { line: 1, fault: expect.stringContaining('a quote is') },
      { line: 2, fields: ['2', 'ok'] },
      { line: 3, fields: ['3', 'ok'] },
    ]);
  });

  test('a line without end is told once and not kept', () => {
    const reader = createCsvReader();
    const rows = Array.from({ length: 50 }, () => reader.push('x'.repeat(10_000))).flat();
    expect([...rows, ...reader.push('\nnext\n'), ...reader.end()]).toEqual([
      { line: 1, fault: expect.stringContaining('longer than') },
      { line: 2, fields: ['next'] },
    ]);
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
