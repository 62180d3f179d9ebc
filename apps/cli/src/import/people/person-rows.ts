import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvRow, createCsvReader, decodedText, type TextEncoding } from '@gatehouse/csv';
import { Misused } from '../../failures.ts';
import { type PersonRow, personReader } from './person-row.ts';

/** A row and the line that it begins at, the header's being 1. */
export type PlacedPerson = { line: number } & ({ row: PersonRow } | { fault: string });

export interface PeopleFile {
  path: string;
  gzip: boolean;
  charset: TextEncoding;
}

/** A failure reaches the last stream and its reader. */
const toWhoReads = () => {};

function bytesOf({ path, gzip }: PeopleFile): Readable {
  const file = createReadStream(path);
  return gzip ? pipeline(file, createGunzip(), toWhoReads) : file;
}

async function* csvRows(file: PeopleFile): AsyncGenerator<CsvRow> {
  const { path, charset } = file;
  const reader = createCsvReader();
  const bytes = bytesOf(file);
  try {
    for await (const text of decodedText(bytes, charset, { fatal: true })) yield* reader.push(text);
  } catch (error) {
    const { code = 'unknown reason' } = error as { code?: string };
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new Misused([`${path} is not written in ${charset}: see --charset`]);
    }
    throw new Misused([`${path} cannot be read to its end (${code})`]);
  } finally {
    bytes.destroy();
  }
  yield* reader.end();
}

/** Streams the rows of a CSV file (RFC 4180) of people. `unused` gets the columns that are ignored. */
export async function* personRows(
  file: PeopleFile,
  unused: (columns: readonly string[]) => void = () => {},
): AsyncGenerator<PlacedPerson> {
  let reader: ReturnType<typeof personReader> | undefined;
  for await (const csv of csvRows(file)) {
    if (reader === undefined) {
      if ('fault' in csv) throw new Misused([`The header in line ${csv.line} cannot be read: ${csv.fault}`]);
      reader = personReader(csv.fields);
      if (reader.unused.length > 0) unused(reader.unused);
      continue;
    }
    const read = 'fault' in csv ? csv : reader.read(csv.fields);
    yield { line: csv.line, ...('fault' in read ? { fault: read.fault } : { row: read }) };
  }
  if (reader === undefined) throw new Misused([`${file.path} is empty: it has no header`]);
}
