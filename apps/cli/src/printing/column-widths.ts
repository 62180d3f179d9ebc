/** Characters between two columns. */
export const GAP = 2;
/** What a cell that is cut short should still show. */
const LEAST = 12;

const IS_ID = /^id$|Id$/;

/** What the cells of each column need. */
function needed(heading: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return heading.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
}

/**
 * How wide columns are so that all of them fit in `most` characters: the widest give way first, and those of ids, which
 * people copy, never. `free` where nothing need give way, `none` where cells would show too little.
 */
export function columnWidths(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
): number[] | 'free' | 'none' {
  const widths = needed(heading, rows);
  const least = widths.map((width, index) =>
    IS_ID.test(heading[index] ?? '') ? width : Math.min(width, LEAST),
  );
  const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
  const room = most - GAP * (widths.length - 1);
  if (sum(widths) <= room) return 'free';
  if (sum(least) > room) return 'none';
  while (sum(widths) > room) {
    const spare = widths.map((width, index) => width - (least[index] ?? 0));
    const index = spare.indexOf(Math.max(...spare));
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths;
}
