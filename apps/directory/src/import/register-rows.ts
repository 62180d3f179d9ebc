import { type CsvRow, createCsvReader } from '@gatehouse/csv';
import { invalidRequest } from '@gatehouse/errors';
import { type Columns, columnsOf, type RegisterRow } from './columns.ts';

/** A row, or why it cannot be read, at the line where it begins. */
export type RowAtLine = { line: number; row: RegisterRow } | { line: number; fault: string };

/** The header that a kind of file has. */
export interface ExpectedHeader {
  /** The name of the source. */
  name: string;
  /** Columns without which no row can be read. */
  keyColumns: readonly string[];
  /** Columns that only files of another kind have. */
  foreignColumns?: readonly string[];
}

/**
 * The rows behind a file's header, piece by piece. Throws a Fault (invalid-request) where the header is missing, cannot be
 * read, lacks a key column, or is that of another kind of file, which is named.
 */
export async function* registerRows(
  text: AsyncIterable<string>,
  expected: ExpectedHeader,
): AsyncGenerator<RowAtLine[]> {
  const reader = createCsvReader();
  let columns: Columns | undefined;
  function read(rows: readonly CsvRow[]): RowAtLine[] {
    return rows.flatMap((csv) => {
      if (columns !== undefined) return rowAtLine(csv, columns);
      columns = headerColumns(csv, expected);
      return [];
    });
  }
  for await (const piece of text) yield read(reader.push(piece));
  yield read(reader.end());
  if (columns === undefined) throw invalidRequest(['The file is empty: it has no header']);
}

function headerColumns(csv: CsvRow, { name, keyColumns, foreignColumns = [] }: ExpectedHeader): Columns {
  if ('fault' in csv) throw invalidRequest([`The header in line ${csv.line} cannot be read: ${csv.fault}`]);
  const columns = columnsOf(csv.fields);
  const missing = keyColumns.filter((column) => !columns.has(column));
  if (missing.length === 0 && !foreignColumns.some((column) => columns.has(column))) return columns;
  const kind = kindOf(columns);
  throw invalidRequest([
    ...(kind === undefined || kind === name ? [] : [`The file looks like ${kind}, and not like ${name}`]),
    ...missing.map((column) => `The column ${column} is missing`),
  ]);
}

/** The kind of file that a header looks like, among those that people have at hand. */
function kindOf(columns: Columns): string | undefined {
  if (columns.has('Group UID')) return columns.has('URN') ? 'gias-links' : 'gias-groups';
  if (columns.has('URN')) return 'gias-establishments';
  return columns.has('email') ? 'a list of people (gatehouse import users)' : undefined;
}

function rowAtLine(csv: CsvRow, columns: Columns): RowAtLine {
  if ('fault' in csv) return csv;
  const { line, fields } = csv;
  if (fields.length === columns.count) return { line, row: columns.rowOf(fields) };
  return { line, fault: `has ${fields.length} values where the header has ${columns.count}` };
}
