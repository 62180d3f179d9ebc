/** The index of a text in an ascending list, or where it would be. */
function indexOf(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inserts a text into an ascending list, once. */
export function insert(sorted: string[], text: string): void {
  const index = indexOf(sorted, text);
  if (sorted[index] !== text) sorted.splice(index, 0, text);
}

/** Removes a text from an ascending list. */
export function remove(sorted: string[], text: string): void {
  const index = indexOf(sorted, text);
  if (sorted[index] === text) sorted.splice(index, 1);
}
