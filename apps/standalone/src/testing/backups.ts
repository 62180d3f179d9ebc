import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies of a stopped platform's files. */
export interface Backup {
  directory: string;
}

/** Copies everything that a data directory holds. */
export function backUp(dataDir: string): Backup {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-backup-'));
  cpSync(dataDir, directory, { recursive: true });
  return { directory };
}

/** Takes what a name stands for (`directory`, `events`…) out of a data directory, and puts a backup's in its place. */
export function putBack(dataDir: string, name: string, backup?: Backup): void {
  const isOf = (file: string) => file.startsWith(`${name}.sqlite`);
  for (const file of readdirSync(dataDir).filter(isOf)) rmSync(join(dataDir, file));
  if (backup === undefined) return;
  for (const file of readdirSync(backup.directory).filter(isOf))
    cpSync(join(backup.directory, file), join(dataDir, file));
}
