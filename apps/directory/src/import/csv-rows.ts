import { type CsvRow, createCsvReader } from '@gatehouse/csv';
import { invalidRequest } from '@gatehouse/errors';
import { type Columns, columnsOf } from './columns.ts';

/** A file's rows, as its pieces give them. */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<CsvRow[]> {
  const reader = createCsvReader();
  for await (const piece of text) yield reader.push(piece);
  yield reader.end();
}

/** What a header is checked against. */
export interface ExpectedHeader {
  /** The name of the source. */
  name: string;
  keyColumns: readonly string[];
  foreignColumns?: readonly string[];
}

/**
 * The columns of a header row. Throws a Fault (invalid-request) where it cannot be read, lacks a key column, or is another
 * kind of file's, which it names.
 */
export function headerColumns(
  csv: CsvRow,
  { name, keyColumns, foreignColumns = [] }: ExpectedHeader,
): Columns {
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

/** What kind of file a header looks like, if any that people have at hand. */
function kindOf(columns: Columns): string | undefined {
  if (columns.has('Group UID')) return columns.has('URN') ? 'gias-links' : 'gias-groups';
  if (columns.has('URN')) return 'gias-establishments';
  return columns.has('email') ? 'a list of people (gatehouse import users)' : undefined;
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
