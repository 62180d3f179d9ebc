import { isBlank } from '@gatehouse/contracts';

/** One row of a register's file, its values found by the names of their columns: columns come and go between years. */
export interface RegisterRow {
  has(column: string): boolean;
  /** The trimmed text; undefined where the register has no value. */
  text(column: string): string | undefined;
  /** What is wrong with the row. */
  readonly faults: string[];
}

/** A file's columns. */
export interface Columns {
  has(column: string): boolean;
  readonly count: number;
  rowOf(fields: readonly string[]): RegisterRow;
}

const UNKNOWN = new Set(['NULL', 'Not recorded']);

/** The columns that a header names. Of two with one name the first counts. */
export function columnsOf(header: readonly string[]): Columns {
  const indexes = new Map<string, number>();
  for (const [index, cell] of header.entries()) {
    const name = cell.trim();
    if (!indexes.has(name)) indexes.set(name, index);
  }
  const has = (column: string) => indexes.has(column);
  return {
    count: header.length,
    has,
    rowOf: (fields) => ({
      has,
      faults: [],
      text(column) {
        const text = fields[indexes.get(column) ?? -1]?.trim();
        return text === undefined || isBlank(text) || UNKNOWN.has(text) ? undefined : text;
      },
    }),
  };
}
