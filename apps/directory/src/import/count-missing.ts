import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Organisations } from '../stores/organisations.ts';
import type { ImportSource } from './import-source.ts';

const PAGE = 200;

/**
 * How many organisations of a register are here and not among the keys seen in its file: page by page, other work between.
 * `met`: how many of those that are here the file's rows were; where that is all, none need be looked at.
 */
export async function countMissing(
  source: ImportSource,
  organisations: Organisations,
  isInFile: (key: string) => boolean,
  met: number,
): Promise<number> {
  const { identifier, categories } = source;
  if ((await organisations.countWith(identifier)) === met) return 0;
  let missing = 0;
  let after = '';
  for (;;) {
    const page = await organisations.following(identifier, after, PAGE);
    missing += page.filter(
      (organisation) =>
        categories.includes(organisation.category) && !isInFile(organisation[identifier] ?? ''),
    ).length;
    after = page.at(-1)?.[identifier] ?? '';
    if (page.length < PAGE) return missing;
    // On the embedded engine nothing of this waits for I/O.
    await nextTurn();
  }
}
