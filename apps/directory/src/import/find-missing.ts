import type { Organisations } from '../organisations/organisations.store.ts';
import { type ImportReport, SHOWN_IDS } from './import-report.ts';
import type { ImportSource } from './import-source.ts';

const PAGE = 200;

/**
 * The organisations of a register that are stored and not among the keys of its file. `seen`: how many stored organisations
 * the file has; where that is all of them, none need be read.
 */
export async function findMissing(
  source: ImportSource,
  organisations: Organisations,
  isInFile: (key: string) => boolean,
  seen: number,
): Promise<Pick<ImportReport, 'missing' | 'missingIds'>> {
  const { identifier, categories } = source;
  if ((await organisations.countWith(identifier)) === seen) return { missing: 0, missingIds: [] };
  let missing = 0;
  const missingIds: string[] = [];
  for await (const page of organisations.allWith(identifier, PAGE)) {
    const unseen = page.filter(
      (organisation) =>
        categories.includes(organisation.category) && !isInFile(organisation[identifier] ?? ''),
    );
    missing += unseen.length;
    missingIds.push(...unseen.slice(0, SHOWN_IDS - missingIds.length).map(({ id }) => id));
  }
  return { missing, missingIds };
}
