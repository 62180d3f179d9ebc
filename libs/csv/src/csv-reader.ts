/** A row of a CSV file (RFC 4180), or a line that breaks the format. `line` is where it begins, from 1. */
export type CsvRow = { line: number; fields: string[] } | { line: number; fault: string };

export interface CsvReader {
  /** The rows that this piece of the file completes. */
  push(text: string): CsvRow[];
  /** The rows that remain at the file's end. */
  end(): CsvRow[];
}

/** A longer row, in UTF-16 code units, is a fault: memory holds no more than that of a file. */
export const LONGEST_ROW = 100_000;

const QUOTED = '"[^"]*(?:""[^"]*)*"';
/** A field and the delimiter behind it, which is empty at the end of the text. */
const FIELD = new RegExp(`(${QUOTED}|[^",\\r\\n]*)(,|\\r\\n?|\\n|$)`, 'y');
const CLOSED = new RegExp(`${QUOTED}(?!")`, 'y');
const LINE = /[^\r\n]*(\r\n?|\n|$)/y;

type Scanned = { fields: string[]; end: number; lines: number } | { fault: string } | 'incomplete';

function contentOf(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

/** Whether the next piece may change what a delimiter is: a CR may become a CRLF. */
function isOpenEnd(delimiter: string, end: number, text: string): boolean {
  return delimiter === '' || (delimiter === '\r' && end === text.length);
}

/** Reads one row that begins at `start`. */
function scanRow(text: string, start: number, final: boolean): Scanned {
  const fields: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(text);
    if (found === null) {
      CLOSED.lastIndex = at;
      if (text[at] !== '"' || CLOSED.test(text)) return { fault: 'a quote is out of place' };
      return final ? { fault: 'a quote is not closed' } : 'incomplete';
    }
    const [, field = '', delimiter = ''] = found;
    at = FIELD.lastIndex;
    if (!final && isOpenEnd(delimiter, at, text)) return 'incomplete';
    fields.push(contentOf(field));
    if (field.startsWith('"')) lines += field.match(/\r\n?|\n/g)?.length ?? 0;
    if (delimiter !== ',') return { fields, end: at, lines };
  }
}

/**
 * Reads a file piece by piece and holds at most one unfinished row of it. A line that breaks the format is faulty, and
 * reading goes on at the next line: a quote that is never closed costs one line, not the rows behind it (decision record
 * 0001 says why this is not csv-parse). Line breaks are CRLF, LF or CR, also mixed. Blank lines are counted and give no
 * rows. The first piece begins behind the byte order mark.
 */
export function createCsvReader(): CsvReader {
  let text = '';
  let line = 1;
  /** Inside a line that was reported before its end had come. */
  let skipping = false;

  function read(final: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;

    function skipLine(): void {
      LINE.lastIndex = at;
      const [skipped = '', lineBreak = ''] = LINE.exec(text) ?? [];
      skipping = !final && isOpenEnd(lineBreak, at + skipped.length, text);
      at += skipped.length - (skipping ? lineBreak.length : 0);
      if (!skipping) line++;
    }

    while (at < text.length) {
      if (skipping) {
        skipLine();
        if (skipping) break;
        continue;
      }
      let scanned = scanRow(text, at, final);
      if (scanned === 'incomplete' && text.length - at <= LONGEST_ROW) break;
      if (scanned === 'incomplete' || ('end' in scanned && scanned.end - at > LONGEST_ROW))
        scanned = { fault: `longer than ${LONGEST_ROW} characters, or a quote is not closed` };
      if ('fault' in scanned) {
        rows.push({ line, fault: scanned.fault });
        skipping = true;
        continue;
      }
      if (scanned.fields.length > 1 || scanned.fields[0]?.trim() !== '')
        rows.push({ line, fields: scanned.fields });
      at = scanned.end;
      line += scanned.lines;
    }
    text = text.slice(at);
    return rows;
  }

  return {
    push(more) {
      text += more;
      return read(false);
    },
    end: () => read(true),
  };
}
