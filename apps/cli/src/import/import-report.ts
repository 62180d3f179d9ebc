import { isRecord, type JsonRecord, recordsOf } from '../api/answers.ts';
import { Refused } from '../failures.ts';
import type { Printer } from '../printing/printer.ts';

const COUNTS = ['read', 'created', 'updated', 'unchanged', 'removed', 'ignored', 'missing'] as const;

/** The counts of a report as rows: one for the file, and one for the local authorities where it has them. */
export function countRows(report: JsonRecord): JsonRecord[] {
  const rejected = recordsOf(report.rejected).length;
  const own = { rows: 'file', ...pick(report), rejected };
  const { localAuthorities } = report;
  return isRecord(localAuthorities) ? [own, { rows: 'local authorities', ...pick(localAuthorities) }] : [own];
}

function pick(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    COUNTS.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])),
  );
}

/** Prints the result of an import: the counts, the ids of missing records (the first 100), and the rejected rows by line. */
export function printImport(print: Printer, report: JsonRecord, json: boolean): void {
  if (json) {
    print.record(report);
    return;
  }
  const rows = countRows(report);
  const known = COUNTS.filter((name) => report[name] !== undefined);
  print.table(['rows', ...known, 'rejected'], rows, report);
  const missing = Array.isArray(report.missingIds) ? report.missingIds : [];
  if (missing.length > 0) {
    print.done('');
    print.table(
      ['missing'],
      missing.map((id) => ({ missing: id })),
      report,
    );
  }
  const rejected = recordsOf(report.rejected);
  if (rejected.length === 0) return;
  print.done('');
  print.table(['line', 'reason'], rejected, report);
}

/** Fails an import with rejected rows, so that a script does not take it for complete. */
export function refuseRejected(rejected: number, read: number): void {
  if (rejected > 0) throw new Refused([`${rejected} of ${read} rows were rejected`]);
}
