import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JsonRecord } from '../answers.ts';
import { Refused } from '../failures.ts';

const PROGRAM = join(import.meta.dirname, '../../../standalone/src/migrate/main.ts');

/** How far a step is. */
export interface MigrationProgress {
  step: string;
  of: string;
  done: number;
  total: number;
}

export interface MigrationReport extends JsonRecord {
  run: string;
  finishedAt: string;
  before: boolean;
  collections: { store: string; collection: string; documents: number }[];
  topics: { topic: string; keys: number }[];
  keys: { name: string; file?: string }[];
}

interface Line {
  progress?: MigrationProgress;
  report?: MigrationReport;
}

/**
 * Runs the program that knows every app's collections, and gives what it reports. Throws Refused with its reasons
 * where it does not come to its end.
 */
export async function runMigration(
  env: Readonly<Record<string, string | undefined>>,
  onProgress: (progress: MigrationProgress) => void,
): Promise<MigrationReport> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'close');
  const reasons: string[] = [];
  // Lines of JSON are the program's log, the others are for people.
  createInterface(child.stderr).on('line', (line) => {
    if (!line.startsWith('{')) reasons.push(line);
  });
  let report: MigrationReport | undefined;
  for await (const text of createInterface(child.stdout)) {
    const line = parsed(text);
    if (line.progress !== undefined) onProgress(line.progress);
    if (line.report !== undefined) report = line.report;
  }
  await ended;
  if (report !== undefined && child.exitCode === 0) return report;
  throw new Refused(reasons.length > 0 ? reasons : ['The migration was cut off. Run it again: it goes on.']);
}

function parsed(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
