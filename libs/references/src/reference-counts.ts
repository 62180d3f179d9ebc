import { conflict } from '@gatehouse/errors';

/** How many of a kind refer to something, by the kind's plural name. No more than `COUNTED_AT_MOST` of each are counted. */
export type ReferenceCounts = Readonly<Record<string, number>>;

/** Enough to refuse a deletion: no more are counted. */
export const COUNTED_AT_MOST = 1_000;

/** A word for one, from the plural that names the kind. */
function words(kind: string, count: number): string {
  const plural = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (count === 1) return `1 ${plural.replace(/s$/, '')}`;
  return `${count}${count === COUNTED_AT_MOST ? ' or more' : ''} ${plural}`;
}

/** Throws `conflict` with kinds and counts where anything refers: in words, and in the member `references`. */
export function refuseReferred(counts: ReferenceCounts): void {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  if (present.length === 0) return;
  const named = present.map(([kind, count]) => words(kind, count)).join(', ');
  throw conflict(`It cannot be deleted while this refers to it: ${named}`, {
    references: Object.fromEntries(present),
  });
}
