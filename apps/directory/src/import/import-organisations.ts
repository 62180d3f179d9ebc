import { setImmediate as nextTurn } from 'node:timers/promises';

import { csvRows, emptyFile } from './csv-rows.ts';
import { findMissing } from './find-missing.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportSource } from './import-source.ts';
import type { Importer, ImportOptions } from './importer.ts';
import { createLocalAuthorities } from './local-authorities.ts';
import { createReconciler } from './reconciler.ts';
import { createRowIntake, type PlacedRow } from './row-intake.ts';
import { createUnderWay } from './under-way.ts';

const BATCH = 100;
/** Batches under way at most: their writes share commits, and the next is read while one waits for the disk. */
const AT_A_TIME = 2;

/**
 * Reconciles the organisations with a register's file: what is unchanged is left alone, what changed is updated, what
 * the file lacks is counted, and a faulty row is told with its line while the rest goes on.
 */
async function importOrganisations(source: ImportSource, options: ImportOptions): Promise<ImportReport> {
  const { organisations, origin, now } = options;
  const rejected: ImportReport['rejected'] = [];
  const reject = (line: number, reason: string) => {
    rejected.push({ line, reason });
  };
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const authorities = createLocalAuthorities(organisations, origin, now);
  const reconcile = createReconciler({ ...options, source, authorities, counts, reject });
  const intake = createRowIntake(source, reject);
  const underWay = createUnderWay(AT_A_TIME);
  let batch: PlacedRow[] = [];

  async function workOff(): Promise<void> {
    const rows = batch;
    batch = [];
    await underWay.begin(() => reconcile(rows));
    await nextTurn();
  }

  try {
    for await (const rows of csvRows(options.text)) {
      for (const csv of rows) {
        const placed = intake.take(csv);
        if (placed !== undefined) batch.push(placed);
        if (batch.length === BATCH) await workOff();
      }
    }
    if (!intake.hasHeader) throw emptyFile();
    await workOff();
  } finally {
    await underWay.end();
  }
  const met = counts.created + counts.updated + counts.unchanged;
  const missing = await findMissing(source, organisations, intake.isInFile, met);
  return {
    read: intake.read,
    ...counts,
    ...(source.holdsOthers ? { ignored: intake.ignored } : {}),
    ...missing,
    rejected: rejected.sort((a, b) => a.line - b.line),
    ...(source.namesAuthorities ? { localAuthorities: authorities.counts } : {}),
  };
}

/** How a register of organisations is imported. */
export function organisationImporter(source: ImportSource): Importer {
  return { name: source.name, import: (options) => importOrganisations(source, options) };
}
