import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Organisations } from '../organisations/organisations.store.ts';
import { type ImportReport, SHOWN_IDS } from './import-report.ts';
import type { ImportSource } from './import-source.ts';

const PAGE = 200;

/**
 * Which organisations of a register are here and not among the keys seen in its file: page by page, other work between.
 * `met`: how many of those that are here the file's rows were; where that is all, none need be looked at.
 */
export async function findMissing(
  source: ImportSource,
  organisations: Organisations,
  isInFile: (key: string) => boolean,
  met: number,
): Promise<Pick<ImportReport, 'missing' | 'missingIds'>> {
  const { identifier, categories } = source;
  if ((await organisations.countWith(identifier)) === met) return { missing: 0, missingIds: [] };
  let missing = 0;
  const missingIds: string[] = [];
  let after = '';
  for (;;) {
    const page = await organisations.following(identifier, after, PAGE);
    const unseen = page.filter(
      (organisation) =>
        categories.includes(organisation.category) && !isInFile(organisation[identifier] ?? ''),
    );
    missing += unseen.length;
    missingIds.push(...unseen.slice(0, SHOWN_IDS - missingIds.length).map(({ id }) => id));
    after = page.at(-1)?.[identifier] ?? '';
    if (page.length < PAGE) return { missing, missingIds };
    // On the embedded engine nothing of this waits for I/O.
    await nextTurn();
  }
}
