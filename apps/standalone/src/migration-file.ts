import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';

const contents = z.object({ run: z.string(), finishedAt: z.string().optional() });

/** What a data directory knows of its own migration: which run it is, and when that was done (ISO 8601). */
export type MigrationFile = z.output<typeof contents>;

export const MIGRATION_FILE = 'migration.json';

/** Undefined where no migration was ever begun. */
export function readMigrationFile(dataDir: string): MigrationFile | undefined {
  const file = join(dataDir, MIGRATION_FILE);
  return existsSync(file) ? contents.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** The run that was begun from this directory, or a new one. The same name on both sides makes it the same migration. */
export function beginMigrationFile(dataDir: string): MigrationFile {
  const known = readMigrationFile(dataDir);
  if (known !== undefined) return known;
  const begun = { run: newId() };
  writeMigrationFile(dataDir, begun);
  return begun;
}

/** Replaces it whole; on the disk when it returns. */
export function writeMigrationFile(dataDir: string, migration: MigrationFile): void {
  const file = join(dataDir, MIGRATION_FILE);
  const fd = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(fd, `${JSON.stringify(migration, null, 2)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(`${file}.new`, file);
}
