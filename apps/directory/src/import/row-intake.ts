import type { ImportSource, OrganisationRow } from './import-source.ts';
import type { RowAtLine } from './register-rows.ts';

/** An organisation's row, and the line where it begins. */
export interface OrganisationAtLine {
  line: number;
  row: OrganisationRow;
}

/** Takes a file's rows one by one. */
export interface RowIntake {
  readonly read: number;
  readonly ignored: number;
  /** Undefined for a row that is not imported, and for a faulty one. */
  take(at: RowAtLine): OrganisationAtLine | undefined;
  /** Whether the file has this key, also in a faulty row. */
  isInFile(key: string): boolean;
}

const ONLY_IN_FAULTY_ROWS = 0;

/** Faults go to `reject`: broken lines, rows of another length, faulty values, a key that came before. */
export function createRowIntake(
  source: ImportSource,
  reject: (line: number, reason: string) => void,
): RowIntake {
  const [keyColumn = ''] = source.keyColumns;
  const lineOfKey = new Map<string, number>();
  let read = 0;
  let ignored = 0;

  function takeRow(at: RowAtLine): OrganisationAtLine | string | undefined {
    if ('fault' in at) return at.fault;
    const { line, row } = at;
    const taken = source.read(row);
    if (taken === 'no organisation') {
      ignored++;
      return undefined;
    }
    if (taken === 'faulty') {
      const key = row.text(keyColumn);
      if (key !== undefined && !lineOfKey.has(key)) lineOfKey.set(key, ONLY_IN_FAULTY_ROWS);
      return row.faults.join('; ');
    }
    const earlier = lineOfKey.get(taken.key) ?? ONLY_IN_FAULTY_ROWS;
    if (earlier !== ONLY_IN_FAULTY_ROWS) return `${keyColumn} is in line ${earlier} already`;
    lineOfKey.set(taken.key, line);
    return { line, row: taken };
  }

  return {
    get read() {
      return read;
    },
    get ignored() {
      return ignored;
    },
    isInFile: (key) => lineOfKey.has(key),
    take(at) {
      read++;
      const taken = takeRow(at);
      if (typeof taken !== 'string') return taken;
      reject(at.line, taken);
      return undefined;
    },
  };
}
