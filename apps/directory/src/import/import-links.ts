import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Columns } from './columns.ts';
import { csvRows, emptyFile, fieldsOf, headerColumns } from './csv-rows.ts';
import { giasLinks, readLink } from './gias-links.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportOptions } from './importer.ts';
import { createLinkIntake, type PlacedLink } from './link-intake.ts';
import { reconcileLinks } from './link-reconciler.ts';

const BATCH = 100;

/**
 * Reconciles the ties between establishments and trusts with a register's file of links. The file is the whole
 * register: a trust's links are those in the file and no others, so what it lacks is taken away, unless a faulty row
 * may be hiding it. The counts are of links, and each change of an establishment is one write with its event.
 */
export async function importLinks(options: ImportOptions): Promise<ImportReport> {
  const { organisations, origin, now } = options;
  const rejected: ImportReport['rejected'] = [];
  const reject = (line: number, reason: string) => {
    rejected.push({ line, reason });
  };
  const intake = createLinkIntake(organisations, reject);
  let columns: Columns | undefined;
  let read = 0;
  let batch: PlacedLink[] = [];

  async function workOff(): Promise<void> {
    await intake.take(batch);
    batch = [];
    await nextTurn();
  }

  for await (const rows of csvRows(options.text)) {
    for (const csv of rows) {
      if (columns === undefined) {
        columns = headerColumns(csv, giasLinks);
        continue;
      }
      read++;
      const fields = fieldsOf(csv, columns);
      if ('fault' in fields) {
        reject(csv.line, fields.fault);
        intake.missed();
        continue;
      }
      batch.push({ line: csv.line, row: readLink(columns, fields) });
      if (batch.length === BATCH) await workOff();
    }
  }
  if (columns === undefined) throw emptyFile();
  await workOff();

  const unmet = new Set(intake.urns());
  const counts = await reconcileLinks({ intake, organisations, origin, now }, (urn) => unmet.delete(urn));
  for (const urn of unmet) {
    for (const line of intake.linksOf(urn).values()) reject(line, `URN ${urn} is no organisation here`);
  }
  return {
    read,
    ...counts,
    updated: 0,
    ignored: intake.ignored,
    rejected: rejected.sort((a, b) => a.line - b.line),
  };
}
