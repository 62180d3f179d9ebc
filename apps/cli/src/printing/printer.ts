import type { JsonRecord } from '../api/answers.ts';
import { recordText, tableOf } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Writes results, as tables for people or, with `--json`, as the API gave them. */
export interface Printer {
  record(record: JsonRecord): void;
  /** `answer` is what `--json` shows of the same. */
  table(columns: readonly string[], records: readonly JsonRecord[], answer: unknown): void;
  /** Says that something was done; nothing with `--json`. */
  done(sentence: string): void;
  /** A remark for people, on stderr, also with `--json`. */
  remark(sentence: string): void;
}

/** A printer on a terminal. */
export function createPrinter({ out, err }: Pick<Terminal, 'out' | 'err'>, json: boolean): Printer {
  const asJson = (value: unknown) => void out.write(`${JSON.stringify(value, undefined, 2)}\n`);
  return {
    record: (record) => (json ? asJson(record) : void out.write(recordText(record, out.columns))),
    table: (columns, records, answer) =>
      json ? asJson(answer) : void out.write(tableOf(columns, records, out.columns)),
    done: (sentence) => (json ? undefined : void out.write(`${sentence}\n`)),
    remark: (sentence) => void err.write(`${sentence}\n`),
  };
}
