/** What shows nothing: white space, characters that a font leaves out, and the blank Braille pattern. */
const NOTHING_TO_SEE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const SOMETHING_TO_SEE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A text without the characters that show nothing. */
export function visibleText(text: string): string {
  return text.replace(NOTHING_TO_SEE, '');
}

/** Whether a reader sees nothing of a text. */
export function isBlank(text: string): boolean {
  return !SOMETHING_TO_SEE.test(text);
}

/**
 * A text in lower case as emails and client ids are compared: ASCII letters alone. Unicode's folding would take the
 * Kelvin sign for a `k`, and so one person's address for another's.
 */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
