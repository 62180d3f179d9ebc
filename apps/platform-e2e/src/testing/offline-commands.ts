import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CHECKOUT } from './program.ts';

const PROGRAMS = {
  migrate: join(CHECKOUT, 'apps/maintenance/src/migrate/main.ts'),
  restore: join(CHECKOUT, 'apps/maintenance/src/restore/main.ts'),
};
const CLI = join(CHECKOUT, 'apps/cli/src/main.ts');

/** Starts what a command runs and kills it (as by `kill -9`) at the first line of progress that `isDue`; false where none was. */
export async function killed(
  command: keyof typeof PROGRAMS,
  env: Readonly<Record<string, string>>,
  isDue: (progress: { step: string; of: string; done: number }) => boolean,
): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAMS[command]], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, ...env },
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const { progress } = JSON.parse(line);
    if (progress === undefined || !isDue(progress)) continue;
    child.kill('SIGKILL');
    await ended;
    return true;
  }
  await ended;
  return false;
}

/** What a command wrote, and how it ended. */
export interface CommandOutcome {
  code: number;
  out: string;
  err: string;
}

/** `gatehouse <command> --json` on a platform that stands still. */
export async function gatehouse(
  command: keyof typeof PROGRAMS,
  env: Readonly<Record<string, string>>,
): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [CLI, command, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    written.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code ?? -1, ...written };
}
