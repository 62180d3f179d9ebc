/** Parts of a key: it sorts before all that names hold. */
export const BETWEEN = '\u0001';

/** Sorts after all that begins with the same text. */
export const LAST_CHARACTER = '\u{10FFFF}';

/** The form of a name for searching and sorting: whatever the letter case, accents and spaces are. */
export function textKey(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
