import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

/**
 * A file of records, one to a line. A record is in it once `append` has returned, whatever then kills the process. A line that a
 * kill cut short is no record: what it was about has not been answered.
 */
export function openRecords(file: string): (record: unknown) => void {
  const isCut = existsSync(file) && !['', '\n'].includes(readFileSync(file, 'utf8').slice(-1));
  const descriptor = openSync(file, 'a');
  if (isCut) writeSync(descriptor, '\n');
  return (record) => void writeSync(descriptor, `${JSON.stringify(record)}\n`);
}

/** What a file has come to hold since the last call. */
export function newRecordsOf<T>(file: string): () => T[] {
  let [position, rest] = [0, ''];
  return () => {
    if (!existsSync(file)) return [];
    const descriptor = openSync(file, 'r');
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position));
    position += readSync(descriptor, bytes, 0, bytes.length, position);
    closeSync(descriptor);
    const lines = (rest + bytes.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    return lines.flatMap((line) => parsed(line) as T[]);
  };
}

function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
