/** Characters between two columns. */
export const GAP = 2;
/** The least width of a shortened cell. */
const LEAST = 12;

const IS_ID = /^id$|Id$/;

/** The full width of each column. */
function needed(heading: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return heading.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
}

/**
 * Column widths that fit in `most` characters. The widest columns are shortened first, columns of ids never: people copy
 * them. `free` where nothing is shortened, `none` where cells would show too little.
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
