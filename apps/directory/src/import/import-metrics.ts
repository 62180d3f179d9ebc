import type { Metrics } from '@gatehouse/runtime';
import type { ImportReport } from './import-report.ts';

/** Called with the report of each import that ended. */
export type OnImported = (source: string, report: ImportReport) => void;

/** Counts imported rows for Prometheus. */
export function countImportedRows(metrics: Metrics): OnImported {
  const rows = metrics.counter('imported_rows_total', 'Rows of imports by outcome', ['source', 'outcome']);
  return (source, { created, updated, unchanged, removed = 0, ignored = 0, rejected }) => {
    const outcomes = { created, updated, unchanged, removed, ignored, rejected: rejected.length };
    for (const [outcome, count] of Object.entries(outcomes)) rows.inc({ source, outcome }, count);
  };
}
