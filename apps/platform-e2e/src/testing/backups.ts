import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Copies of a platform's files. */
export interface Backup {
  directory: string;
}

const newDirectory = () => mkdtempSync(join(tmpdir(), 'gatehouse-backup-'));

/** Copies everything that a stopped platform's data directory holds. */
export function backUp(dataDir: string): Backup {
  const directory = newDirectory();
  cpSync(dataDir, directory, { recursive: true });
  return { directory };
}

/** Copies files one by one, each as it is at that moment, while a platform works on them. */
export function backUpRunning(dataDir: string, names: readonly string[]): Backup {
  const directory = newDirectory();
  for (const name of names) {
    const database = new DatabaseSync(join(dataDir, `${name}.sqlite`));
    database.prepare('VACUUM INTO ?').run(join(directory, `${name}.sqlite`));
    database.close();
  }
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
