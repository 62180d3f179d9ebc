import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, parse } from 'csv-parse';
import { Misused } from '../failures.ts';
import { type PersonRow, personReader } from './person-row.ts';

/** A row and the line that it begins at, the header's being 1. */
export type PlacedPerson = { line: number } & ({ row: PersonRow } | { fault: string });

export interface PeopleFile {
  path: string;
  gzip: boolean;
  charset: string;
}

interface ParsedRow {
  record: string[];
  info: { lines: number };
}

async function* decoded(bytes: AsyncIterable<Buffer>, { path, charset }: PeopleFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset, { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const { code = 'unknown reason' } = error as { code?: string };
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new Misused([`${path} is not written in ${charset}: see --charset`]);
    }
    throw new Misused([`${path} cannot be read to its end (${code})`]);
  }
}

/** A failure reaches the last stream, and who reads that. */
const toWhoReads = () => {};

function bytesOf({ path, gzip }: PeopleFile): Readable {
  const file = createReadStream(path);
  return gzip ? pipeline(file, createGunzip(), toWhoReads) : file;
}

/** The rows of a CSV file (RFC 4180) of people, read as they are asked for. `unused` is told columns that say nothing. */
export async function* personRows(
  file: PeopleFile,
  unused: (columns: readonly string[]) => void = () => {},
): AsyncGenerator<PlacedPerson> {
  const text = Readable.from(decoded(bytesOf(file), file));
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const rows = pipeline(text, parser, toWhoReads);
  let reader: ReturnType<typeof personReader> | undefined;
  try {
    for await (const { record, info } of rows as AsyncIterable<ParsedRow>) {
      if (reader === undefined) {
        reader = personReader(record);
        if (reader.unused.length > 0) unused(reader.unused);
        continue;
      }
      const within = record.reduce((count, field) => count + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      const read = reader.read(record);
      yield { line: info.lines - within, ...('fault' in read ? read : { row: read }) };
    }
  } catch (error) {
    const { code, lines } = error as Partial<CsvError> & { lines?: number };
    if (code?.startsWith('CSV_') !== true) throw error;
    throw new Misused([
      `${file.path} is no CSV from line ${lines ?? '?'} on: a quote is out of place or not closed`,
    ]);
  }
  if (reader === undefined) throw new Misused([`${file.path} is empty: it has no header`]);
}
