import type { Command } from 'commander';
import { type JsonRecord, recordOf, recordsOf } from '../api/answers.ts';
import type { CallOptions } from '../api/operator-api.ts';
import { pagesOf } from '../api/pages.ts';
import type { CommandContext } from './command-context.ts';
import { wholeNumber } from './option-values.ts';

export interface PageOptions {
  page?: number | undefined;
  pageSize?: number | undefined;
  all?: boolean | undefined;
}

export interface Listing {
  path: string;
  /** The member of the answer that holds the list. */
  plural: string;
  columns: readonly string[];
  query?: CallOptions['query'];
  /** The row of the table for a record, where it differs from the record. */
  row?: (record: JsonRecord) => JsonRecord;
}

/** Gives a list command its options: `--page`, `--page-size` and `--all`. */
export function paged(command: Command): Command {
  return command
    .option('--page <number>', 'which page', wholeNumber)
    .option('--page-size <number>', 'how many on a page, up to 500', wholeNumber)
    .option('--all', 'every page');
}

/** Prints a page of a list, or all of it with `--all`. Says on stderr whether there is more. */
export async function printList(
  { api, print }: CommandContext,
  { path, plural, columns, query = {}, row = (record) => record }: Listing,
  { page, pageSize, all }: PageOptions,
): Promise<void> {
  if (all === true) {
    const records = (await Array.fromAsync(pagesOf(api, path, plural, query))).flat();
    print.table(columns, records.map(row), {
      [plural]: records,
      numberOfRecords: records.length,
      page: 1,
      numberOfPages: 1,
    });
    return;
  }
  const answer = await api.call('GET', path, { query: { ...query, page, pageSize } });
  const body = recordOf(answer.body);
  print.table(columns, recordsOf(body[plural]).map(row), body);
  const shown = Number(body.page);
  if (shown < Number(body.numberOfPages)) {
    print.remark(
      `Page ${shown} of ${body.numberOfPages}, ${body.numberOfRecords} in all: --page ${shown + 1}, or --all`,
    );
  }
}
