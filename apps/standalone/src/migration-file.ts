import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';

const contents = z.object({ run: z.string(), finishedAt: z.string().optional() });

/** The migration of a data directory: its run, and when it was finished (ISO 8601). */
export type MigrationFile = z.output<typeof contents>;

export const MIGRATION_FILE = 'migration.json';

/** Undefined where no migration was begun. */
export function readMigrationFile(dataDir: string): MigrationFile | undefined {
  const file = join(dataDir, MIGRATION_FILE);
  return existsSync(file) ? contents.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** The run that was begun from this directory, or a new one. Both sides record its name. */
export function beginMigrationFile(dataDir: string): MigrationFile {
  const known = readMigrationFile(dataDir);
  if (known !== undefined) return known;
  const begun = { run: newId() };
  writeMigrationFile(dataDir, begun);
  return begun;
}

/** Replaces the file; it is on disk on return. */
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
