import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { giasLinks, readLink } from './gias-links.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportOptions } from './importer.ts';
import { createLinkIntake, type LinkAtLine } from './link-intake.ts';
import { reconcileLinks } from './link-reconciler.ts';
import { registerRows } from './register-rows.ts';

const BATCH = 100;

/**
 * Reconciles the links between establishments and trusts with a register's file. The file is the whole register: a trust
 * has the links in the file and no others, so a link that it lacks is removed, unless a faulty row may hide it. The counts
 * are of links, and each change of an establishment is one write with its event.
 */
export async function importLinks(options: ImportOptions): Promise<ImportReport> {
  const { organisations, origin, now } = options;
  const rejected: ImportReport['rejected'] = [];
  const reject = (line: number, reason: string) => {
    rejected.push({ line, reason });
  };
  const intake = createLinkIntake(organisations, reject);
  let read = 0;
  let batch: LinkAtLine[] = [];

  async function takeBatch(): Promise<void> {
    await intake.take(batch);
    batch = [];
    await yieldToOthers();
  }

  for await (const rows of registerRows(options.text, giasLinks)) {
    for (const at of rows) {
      read++;
      if ('fault' in at) {
        reject(at.line, at.fault);
        intake.takeUnreadable();
        continue;
      }
      batch.push({ line: at.line, row: readLink(at.row) });
      if (batch.length === BATCH) await takeBatch();
    }
  }
  await takeBatch();

  const unknownUrns = new Set(intake.urns());
  const counts = await reconcileLinks({ intake, organisations, origin, now }, (urn) =>
    unknownUrns.delete(urn),
  );
  for (const urn of unknownUrns) {
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
