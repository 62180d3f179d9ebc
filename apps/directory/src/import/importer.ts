import type { Origin } from '@gatehouse/contracts';
import type { AllocateNumbers } from '../organisations/legacy-ids.store.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { ImportReport } from './import-report.ts';

/** A file to import, and what the import needs. */
export interface ImportOptions {
  /** The file, piece by piece. The next is read when the last is done, so that the rest waits at the sender. */
  text: AsyncIterable<string>;
  organisations: Organisations;
  allocateLegacyIds: AllocateNumbers;
  origin: Origin;
  now: () => number;
}

/** A kind of file that can be imported. */
export interface Importer {
  /** As the query names it. */
  name: string;
  /** An import that broke off can be run again. Throws a Fault (invalid-request) for a file without its key columns. */
  import(options: ImportOptions): Promise<ImportReport>;
}
