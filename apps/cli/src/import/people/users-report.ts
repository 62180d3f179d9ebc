import type { JsonRecord } from '../../api/answers.ts';
import type { Printer } from '../../printing/printer.ts';
import type { Kind } from './apply-person.ts';
import type { Outcome } from './plan-person.ts';

type Counts = Record<Outcome, number>;

/** The result of an import of users, or with `dryRun` of a trial. `read` includes rejected rows. */
export interface UsersReport extends Record<Kind, Counts> {
  dryRun: boolean;
  read: number;
  rejected: RejectedRow[];
}

/** A row that was not applied, or only in part. */
export interface RejectedRow {
  line: number;
  reason: string;
  /** The changes that were made all the same (`user created`…); absent where there are none. */
  done?: string[];
}

const KINDS: readonly Kind[] = ['users', 'memberships', 'grants'];

/** An empty report. */
export function emptyReport(dryRun: boolean): UsersReport {
  const none = (): Counts => ({ created: 0, updated: 0, unchanged: 0 });
  return { dryRun, read: 0, users: none(), memberships: none(), grants: none(), rejected: [] };
}

/** Prints the counts, then the rejected rows by their lines. */
export function printUsersReport(print: Printer, report: UsersReport, json: boolean): void {
  const answer: JsonRecord = { ...report };
  if (json) {
    print.record(answer);
    return;
  }
  const rows = KINDS.map((kind) => ({ what: kind, ...report[kind] }));
  print.table(['what', 'created', 'updated', 'unchanged'], rows, answer);
  print.done('');
  const [would, rejected] = [report.dryRun ? ' (nothing was written)' : '', report.rejected.length];
  print.done(`${report.read} rows read, ${rejected} rejected${would}`);
  if (rejected === 0) return;
  const partly = report.rejected.some(({ done }) => done !== undefined);
  const rejectedRows = report.rejected.map(({ done, ...row }) => ({
    ...row,
    ...(done && { done: done.join(', ') }),
  }));
  print.table(partly ? ['line', 'reason', 'done'] : ['line', 'reason'], rejectedRows, answer);
}
