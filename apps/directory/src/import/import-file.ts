import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Origin } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import type { Organisations } from '../stores/organisations.ts';
import type { ClaimNumbers } from '../stores/sequences.ts';
import { countMissing } from './count-missing.ts';
import { type CsvRow, createCsvReader } from './csv-reader.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportSource } from './import-source.ts';
import { createLocalAuthorities } from './local-authorities.ts';
import { createReconciler } from './reconciler.ts';
import { createRowIntake, type PlacedRow } from './row-intake.ts';

export interface ImportOptions {
  source: ImportSource;
  /** The file, piece by piece: the next is asked for when the last is worked off, so what waits stays with the sender. */
  text: AsyncIterable<string>;
  organisations: Organisations;
  claimLegacyIds: ClaimNumbers;
  origin: Origin;
  now: () => number;
}

const BATCH = 100;

/** Rows, as the file's pieces give them. */
async function* rowsOf(text: AsyncIterable<string>): AsyncGenerator<CsvRow[]> {
  const reader = createCsvReader();
  for await (const piece of text) yield reader.push(piece);
  yield reader.end();
}

/**
 * Reconciles the organisations with a register's file: what is unchanged is left alone, what changed is updated, what
 * the file lacks is counted, and a faulty row is told with its line while the rest goes on. One that broke off can
 * simply be run again. Throws a Fault (invalid-request) for a file without its key columns.
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const { source, organisations, origin, now } = options;
  const rejected: ImportReport['rejected'] = [];
  const reject = (line: number, reason: string) => {
    rejected.push({ line, reason });
  };
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const authorities = createLocalAuthorities(organisations, origin, now);
  const reconcile = createReconciler({ ...options, authorities, counts, reject });
  const intake = createRowIntake(source, reject);
  let batch: PlacedRow[] = [];

  async function workOff(): Promise<void> {
    await reconcile(batch);
    batch = [];
    await nextTurn();
  }

  for await (const rows of rowsOf(options.text)) {
    for (const csv of rows) {
      const placed = intake.take(csv);
      if (placed !== undefined) batch.push(placed);
      if (batch.length === BATCH) await workOff();
    }
  }
  if (!intake.hasHeader) throw invalidRequest(['The file is empty: it has no header']);
  await workOff();
  const missing = await countMissing(source, organisations, intake.isInFile);
  return {
    read: intake.read,
    ...counts,
    ...(source.holdsOthers ? { ignored: intake.ignored } : {}),
    missing,
    rejected: rejected.sort((a, b) => a.line - b.line),
    ...(source.namesAuthorities ? { localAuthorities: authorities.counts } : {}),
  };
}
