import { giasEstablishments } from './gias-establishments.ts';
import { giasGroups } from './gias-groups.ts';
import type { ImportSource } from './import-source.ts';

/** Every register that can be imported, by its name in the query. */
export const importSources: ReadonlyMap<string, ImportSource> = new Map(
  [giasEstablishments, giasGroups].map((source) => [source.name, source]),
);
