import type { CsvRow } from '@gatehouse/csv';
import type { Columns } from './columns.ts';
import { fieldsOf, headerColumns } from './csv-rows.ts';
import type { ImportSource, OrganisationRow, ReadRow } from './import-source.ts';

/** A row and where it stands. */
export interface PlacedRow {
  line: number;
  row: OrganisationRow;
}

/** Takes a file's rows one by one, the header first. */
export interface RowIntake {
  readonly read: number;
  readonly ignored: number;
  readonly hasHeader: boolean;
  /** Undefined for the header, a row that is no organisation here, and a faulty one. Throws a Fault for a faulty header. */
  take(csv: CsvRow): PlacedRow | undefined;
  /** Whether the file has this key, be it in a faulty row. */
  isInFile(key: string): boolean;
}

interface Reading {
  columns: Columns;
  readRow: (fields: readonly string[]) => ReadRow;
}

const ONLY_IN_FAULTY_ROWS = 0;

function readHeader(csv: CsvRow, source: ImportSource): Reading {
  const columns = headerColumns(csv, source);
  return { columns, readRow: source.rowReader(columns) };
}

/** What is faulty is told to `reject`: broken lines, rows of another length, faulty values, a key that came before. */
export function createRowIntake(
  source: ImportSource,
  reject: (line: number, reason: string) => void,
): RowIntake {
  const [keyColumn = ''] = source.keyColumns;
  const lineOfKey = new Map<string, number>();
  let reading: Reading | undefined;
  let read = 0;
  let ignored = 0;

  function takeRow({ columns, readRow }: Reading, csv: CsvRow): PlacedRow | string | undefined {
    const fields = fieldsOf(csv, columns);
    if ('fault' in fields) return fields.fault;
    const row = readRow(fields);
    if (row === 'none here') {
      ignored++;
      return undefined;
    }
    if ('fault' in row) {
      const key = columns.text(fields, keyColumn);
      if (key !== undefined && !lineOfKey.has(key)) lineOfKey.set(key, ONLY_IN_FAULTY_ROWS);
      return row.fault;
    }
    const earlier = lineOfKey.get(row.key) ?? ONLY_IN_FAULTY_ROWS;
    if (earlier !== ONLY_IN_FAULTY_ROWS) return `${keyColumn} is in line ${earlier} already`;
    lineOfKey.set(row.key, csv.line);
    return { line: csv.line, row };
  }

  return {
    get read() {
      return read;
    },
    get ignored() {
      return ignored;
    },
    get hasHeader() {
      return reading !== undefined;
    },
    isInFile: (key) => lineOfKey.has(key),
    take(csv) {
      if (reading === undefined) {
        reading = readHeader(csv, source);
        return undefined;
      }
      read++;
      const taken = takeRow(reading, csv);
      if (typeof taken !== 'string') return taken;
      reject(csv.line, taken);
      return undefined;
    },
  };
}
