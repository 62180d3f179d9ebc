import { isBlank } from '@gatehouse/contracts';

/** A file's columns, found by their names: they come and go between years, and their places with them. */
export interface Columns {
  has(name: string): boolean;
  /** A row's text in a column, without white space around it; undefined where the register knows nothing. */
  text(fields: readonly string[], name: string): string | undefined;
  readonly count: number;
}

const UNKNOWN = new Set(['NULL', 'Not recorded']);

/** The columns that a header names; of two of one name the first counts. */
export function columnsOf(header: readonly string[]): Columns {
  const places = new Map<string, number>();
  for (const [place, cell] of header.entries()) {
    const name = cell.trim();
    if (!places.has(name)) places.set(name, place);
  }
  return {
    count: header.length,
    has: (name) => places.has(name),
    text(fields, name) {
      const place = places.get(name);
      const text = place === undefined ? undefined : fields[place]?.trim();
      return text === undefined || isBlank(text) || UNKNOWN.has(text) ? undefined : text;
    },
  };
}
