import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { createBoundedWork } from './bounded-work.ts';
import { findMissing } from './find-missing.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportSource } from './import-source.ts';
import type { Importer, ImportOptions } from './importer.ts';
import { createLocalAuthorities } from './local-authorities.ts';
import { createReconciler } from './reconciler.ts';
import { registerRows } from './register-rows.ts';
import { createRowIntake, type OrganisationAtLine } from './row-intake.ts';

const BATCH = 100;
/** Batches in flight at most: their writes share commits, and the next is read while one waits for the disk. */
const AT_A_TIME = 2;

/**
 * Reconciles the organisations with a register's file: the unchanged are left alone, the changed are updated, those that
 * the file lacks are counted, and a faulty row is reported with its line while the rest goes on.
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
  const batches = createBoundedWork(AT_A_TIME);
  let batch: OrganisationAtLine[] = [];

  async function reconcileBatch(): Promise<void> {
    const rows = batch;
    batch = [];
    await batches.begin(() => reconcile(rows));
    await yieldToOthers();
  }

  try {
    for await (const rows of registerRows(options.text, source)) {
      for (const row of rows) {
        const taken = intake.take(row);
        if (taken !== undefined) batch.push(taken);
        if (batch.length === BATCH) await reconcileBatch();
      }
    }
    await reconcileBatch();
  } finally {
    await batches.end();
  }
  const seen = counts.created + counts.updated + counts.unchanged;
  const missing = await findMissing(source, organisations, intake.isInFile, seen);
  return {
    read: intake.read,
    ...counts,
    ...(source.holdsOthers ? { ignored: intake.ignored } : {}),
    ...missing,
    rejected: rejected.sort((a, b) => a.line - b.line),
    ...(source.namesAuthorities ? { localAuthorities: authorities.counts } : {}),
  };
}

/** The importer of a register of organisations. */
export function organisationImporter(source: ImportSource): Importer {
  return { name: source.name, import: (options) => importOrganisations(source, options) };
}
