/** A row of a CSV file (RFC 4180), or a line that is none. `line` is where it begins, from 1. */
export type CsvRow = { line: number; fields: string[] } | { line: number; fault: string };

export interface CsvReader {
  /** The rows that are complete with this much more of the file. */
  push(text: string): CsvRow[];
  /** What is left at the file's end. */
  end(): CsvRow[];
}

type Scanned = { fields: string[]; end: number; lines: number } | { fault: string } | 'incomplete';

/** A row longer than this, in UTF-16 code units, is a fault: no more than that of a file is held at once. */
export const LONGEST_ROW = 100_000;
const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;

/** Where the line break that begins at `at` ends; 0 where that takes another character to know. */
function afterBreak(text: string, at: number, final: boolean): number {
  if (text.charCodeAt(at) === LF) return at + 1;
  if (at + 1 < text.length) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  return final ? at + 1 : 0;
}

function lineBreaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** Reads one row that begins at `start`. */
function scanRow(text: string, start: number, final: boolean): Scanned {
  const fields: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    let field: string;
    if (text.charCodeAt(at) === QUOTE) {
      let close = text.indexOf('"', at + 1);
      while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
      if (close === -1) return final ? { fault: 'a quote is not closed' } : 'incomplete';
      const quoted = text.slice(at + 1, close);
      lines += lineBreaksIn(quoted);
      field = quoted.includes('"') ? quoted.replaceAll('""', '"') : quoted;
      at = close + 1;
    } else {
      let stop = at;
      for (; stop < text.length; stop++) {
        const character = text.charCodeAt(stop);
        if (character === COMMA || character === LF || character === CR) break;
        if (character === QUOTE) return { fault: 'a quote is out of place' };
      }
      field = text.slice(at, stop);
      at = stop;
    }
    if (at >= text.length) {
      if (!final) return 'incomplete';
      fields.push(field);
      return { fields, end: at, lines };
    }
    const character = text.charCodeAt(at);
    if (character !== COMMA && character !== LF && character !== CR)
      return { fault: 'a quote is out of place' };
    fields.push(field);
    if (character === COMMA) {
      at++;
      continue;
    }
    const end = afterBreak(text, at, final);
    return end === 0 ? 'incomplete' : { fields, end, lines };
  }
}

/**
 * Reads a file piece by piece and holds at most one unfinished row of it. A line that breaks the format is faulty, and
 * reading goes on at the next line: a quote that nobody closes must not swallow the rows behind it (which is why this is
 * not csv-parse: it skips all that follows such a quote). Line breaks are CRLF, LF or CR, also mixed; blank lines are
 * counted and no rows. The first piece begins behind a byte order mark.
 */
export function createCsvReader(): CsvReader {
  let text = '';
  let line = 1;
  /** Inside a line that was told as faulty before its end had come. */
  let skipping = false;

  function read(final: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;

    function skipLine(): boolean {
      const found = /\r|\n/g;
      found.lastIndex = at;
      const end = found.exec(text);
      const next = end === null ? 0 : afterBreak(text, end.index, final);
      skipping = next === 0;
      // A CR at the very end stays, until it is known whether an LF follows.
      at = skipping ? (end?.index ?? text.length) : next;
      if (!skipping) line++;
      return !skipping;
    }

    while (at < text.length) {
      if (skipping) {
        if (!skipLine()) break;
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
