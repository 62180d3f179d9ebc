import Table from 'cli-table3';
import type { JsonRecord } from '../api/answers.ts';
import { isRecord } from '../api/answers.ts';
import { cellText } from './cell-text.ts';
import { columnWidths, GAP } from './column-widths.ts';

const BORDERS = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;

/** Columns two spaces apart and no lines, so that the output can be cut and searched. */
const STYLE = {
  chars: Object.fromEntries(BORDERS.map((border) => [border, ''])),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
};

function drawn(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths?: readonly number[],
): string {
  const table = new Table({
    ...STYLE,
    ...(head.length > 0 && { head: [...head] }),
    ...(widths && { colWidths: widths.map((width) => width + GAP) }),
  });
  // Reasons are wrapped, never shortened.
  const wraps = head.map((name) => name === 'reason');
  for (const row of rows) {
    table.push(row.map((content, index) => (wraps[index] === true ? { content, wordWrap: true } : content)));
  }
  const lines = table.toString().split('\n');
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/**
 * A heading and a line for each record. Where they are wider than the terminal, cells are shortened; where cells would show
 * too little, each record is printed member by member.
 */
export function tableOf(
  columns: readonly string[],
  records: readonly JsonRecord[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const rows = records.map((record) => columns.map((column) => cellText(record[column])));
  const widths = columnWidths(columns, rows, width);
  if (widths === 'free') return drawn(columns, rows);
  if (widths !== 'none') return drawn(columns, rows, widths);
  const texts = rows.map((row) =>
    drawn(
      [],
      columns.flatMap((column, index) => pairOf(column, row[index])),
    ),
  );
  return texts.join('\n');
}

const pairOf = (name: string, text = ''): string[][] => (text === '' ? [] : [[name, text]]);

const isList = (value: unknown): value is JsonRecord[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

/** A record, member by member; lists of records as tables of their own below. */
export function recordText(record: JsonRecord, width?: number): string {
  const members = Object.entries(record);
  const flat = members.filter(([, value]) => !isList(value));
  const lists = members.flatMap(([name, value]) => {
    if (!isList(value)) return [];
    const columns = [...new Set(value.flatMap((entry) => Object.keys(entry)))];
    return [`\n${name}:\n${tableOf(columns, value, width)}`];
  });
  const head = drawn(
    [],
    flat.map(([name, value]) => [name, cellText(value)]),
  );
  return `${flat.length > 0 ? head : ''}${lists.join('')}`;
}
