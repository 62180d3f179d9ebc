import { giasEstablishments } from './gias-establishments.ts';
import { giasGroups } from './gias-groups.ts';
import { giasLinks } from './gias-links.ts';
import { importLinks } from './import-links.ts';
import { organisationImporter } from './import-organisations.ts';
import type { Importer } from './importer.ts';

const importers: readonly Importer[] = [
  organisationImporter(giasEstablishments),
  organisationImporter(giasGroups),
  { name: giasLinks.name, import: importLinks },
];

/** Every kind of file that can be imported, by its name in the query. */
export const importSources: ReadonlyMap<string, Importer> = new Map(
  importers.map((importer) => [importer.name, importer]),
);
