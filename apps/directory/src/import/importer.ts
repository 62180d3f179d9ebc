import type { Origin } from '@gatehouse/contracts';
import type { ClaimNumbers } from '../organisations/legacy-ids.store.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { ImportReport } from './import-report.ts';

/** What an import works with. */
export interface ImportOptions {
  /** The file, piece by piece: the next is asked for when the last is worked off, so what waits stays with the sender. */
  text: AsyncIterable<string>;
  organisations: Organisations;
  claimLegacyIds: ClaimNumbers;
  origin: Origin;
  now: () => number;
}

/** A kind of file that can be imported. */
export interface Importer {
  /** As the query names it. */
  name: string;
  /** One that broke off can simply be run again. Throws a Fault (invalid-request) for a file without its key columns. */
  import(options: ImportOptions): Promise<ImportReport>;
}
