import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Organisations } from '../stores/organisations.ts';
import type { ImportSource } from './import-source.ts';

const PAGE = 200;

/** How many organisations of a register are here and not among the keys seen in its file: page by page, other work between. */
export async function countMissing(
  source: ImportSource,
  organisations: Organisations,
  isInFile: (key: string) => boolean,
): Promise<number> {
  const { identifier, categories } = source;
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
