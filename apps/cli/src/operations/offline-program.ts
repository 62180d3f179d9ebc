import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Refused } from '../failures.ts';

const PROGRAMS = {
  migrate: join(import.meta.dirname, '../../../maintenance/src/migrate/main.ts'),
  restore: join(import.meta.dirname, '../../../maintenance/src/restore/main.ts'),
} as const;

/** Each of these ends the program too: nobody would read its result. */
const ENDS = ['SIGTERM', 'SIGINT', 'exit'] as const;

/** The progress of a step. */
export interface ProgramProgress {
  step: string;
  of: string;
  done: number;
  total: number;
}

interface Line<R> {
  progress?: ProgramProgress;
  report?: R;
}

/**
 * Runs a maintenance program on a stopped platform, and gives its report. Throws Refused with its reasons where it fails.
 */
export async function runProgram<R>(
  name: keyof typeof PROGRAMS,
  env: Readonly<Record<string, string | undefined>>,
  onProgress: (progress: ProgramProgress) => void,
): Promise<R> {
  const child = spawn(process.execPath, [PROGRAMS[name]], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'close');
  const endWithUs = () => void child.kill('SIGTERM');
  for (const event of ENDS) process.on(event, endWithUs);
  const reasons: string[] = [];
  // Lines of JSON are the program's log, the others are for people.
  createInterface(child.stderr).on('line', (line) => {
    if (!line.startsWith('{')) reasons.push(line);
  });
  let report: R | undefined;
  for await (const text of createInterface(child.stdout)) {
    const line = parsed<R>(text);
    if (line.progress !== undefined) onProgress(line.progress);
    if (line.report !== undefined) report = line.report;
  }
  await ended;
  for (const event of ENDS) process.off(event, endWithUs);
  if (report !== undefined && child.exitCode === 0) return report;
  throw new Refused(reasons.length > 0 ? reasons : ['It was cut off. Run it again.']);
}

function parsed<R>(text: string): Line<R> {
  try {
    return JSON.parse(text) as Line<R>;
  } catch {
    return {};
  }
}
