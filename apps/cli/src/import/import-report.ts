import { isRecord, type JsonRecord, recordsOf } from '../api/answers.ts';
import { Refused } from '../failures.ts';
import type { Printer } from '../printing/printer.ts';

const COUNTS = ['read', 'created', 'updated', 'unchanged', 'removed', 'ignored', 'missing'] as const;

/** The counts of a report as rows: the file's own, and the local authorities' apart where it tells of them. */
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

/** Prints what an import came to: the counts, the ids of what is missing (the first 100), then the rejected rows by their lines. */
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

/** Ends an import as refused where any row was: who runs it in a script must not take it for done. */
export function refuseRejected(rejected: number, read: number): void {
  if (rejected > 0) throw new Refused([`${rejected} of ${read} rows were rejected`]);
}
