/** Where a text stands, or would stand, in a list of texts in ascending order. */
function placeOf(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a text into an ordered list, once. */
export function place(sorted: string[], text: string): void {
  const at = placeOf(sorted, text);
  if (sorted[at] !== text) sorted.splice(at, 0, text);
}

/** Takes a text out of an ordered list. */
export function takeOut(sorted: string[], text: string): void {
  const at = placeOf(sorted, text);
  if (sorted[at] === text) sorted.splice(at, 1);
}
