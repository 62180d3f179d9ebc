import { invalidRequest } from '@gatehouse/errors';
import { type Columns, columnsOf } from './columns.ts';
import { type CsvRow, createCsvReader } from './csv-reader.ts';

/** A file's rows, as its pieces give them. */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<CsvRow[]> {
  const reader = createCsvReader();
  for await (const piece of text) yield reader.push(piece);
  yield reader.end();
}

/** The columns of a header row. Throws a Fault (invalid-request) where it cannot be read, or lacks a key column. */
export function headerColumns(csv: CsvRow, keyColumns: readonly string[]): Columns {
  if ('fault' in csv) throw invalidRequest([`The header in line ${csv.line} cannot be read: ${csv.fault}`]);
  const columns = columnsOf(csv.fields);
  const missing = keyColumns.filter((column) => !columns.has(column));
  if (missing.length > 0) throw invalidRequest(missing.map((column) => `The column ${column} is missing`));
  return columns;
}

/** A row's values, or why it has none. */
export function fieldsOf(csv: CsvRow, columns: Columns): string[] | { fault: string } {
  if ('fault' in csv) return csv;
  const { length } = csv.fields;
  if (length === columns.count) return csv.fields;
  return { fault: `has ${length} values where the header has ${columns.count}` };
}

/** What a file without a single row is told. */
export function emptyFile() {
  return invalidRequest(['The file is empty: it has no header']);
}
