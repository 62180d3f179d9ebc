import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { Misused } from '../failures.ts';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const BEGINNING_BYTES = 16_384;

export interface ImportedFile {
  size: number;
  gzip: boolean;
  /** The header, as far as it is in the file's first 16 KB. */
  firstLine: string;
}

/** Size, kind and header of a file, by its content rather than its name. Throws Misused where it cannot be read. */
export async function inspect(path: string): Promise<ImportedFile> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES));
      const beginning = buffer.subarray(0, bytesRead);
      const gzip = beginning.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
      return { size, gzip, firstLine: firstLineOf(gzip ? unpacked(beginning) : beginning) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Misused([`${path} cannot be read (${(error as { code?: string }).code ?? 'unknown reason'})`]);
  }
}

/** Unpacks the beginning of a gzip; empty where it is damaged, which reading the file will report. */
function unpacked(beginning: Buffer): Buffer {
  try {
    return gunzipSync(beginning, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

function firstLineOf(text: Buffer): string {
  return text.toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}
