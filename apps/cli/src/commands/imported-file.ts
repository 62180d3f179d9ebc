import { open } from 'node:fs/promises';
import { Misused } from '../failures.ts';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** Size and kind of a file, by its content rather than its name. Throws Misused where it cannot be read. */
export async function inspect(path: string): Promise<{ size: number; gzip: boolean }> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP_MAGIC.length));
      return { size, gzip: bytesRead === GZIP_MAGIC.length && buffer.equals(GZIP_MAGIC) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Misused([`${path} cannot be read (${(error as { code?: string }).code ?? 'unknown reason'})`]);
  }
}
