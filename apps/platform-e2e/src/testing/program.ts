import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appNames, portVariable } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';

/** The checkout that this file is of. */
export const CHECKOUT = join(import.meta.dirname, '../../../..');

/** Has every app take a free port. */
export const FREE_PORTS: Readonly<Record<string, string>> = Object.fromEntries(
  appNames.map((name) => [portVariable(name), '0']),
);

/** The program that starts an app of a checkout. */
export const bootOf = (app: string, checkout = CHECKOUT) => join(checkout, 'apps', app, 'src/boot.js');

export interface ProgramOptions {
  /** Its whole environment, PATH aside. */
  env?: Readonly<Record<string, string | undefined>>;
  args?: readonly string[];
  /** Modules to load first. */
  preload?: readonly string[];
}

/** A program in a process of its own, as it runs in production. */
export interface Program {
  process: ChildProcess;
  /** All that it wrote until now, both streams. */
  output(): string;
  /** Resolves once it has ended: its exit code, and the signal that ended it. */
  ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

export function startProgram(path: string, { env, args = [], preload = [] }: ProgramOptions = {}): Program {
  const imports = preload.flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => written.push(String(chunk)));
  const ended = once(child, 'close') as Program['ended'];
  return {
    process: child,
    output: () => written.join(''),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}

/** The address at which an app of the program answers, once the app is ready. Kills the program where it never is. */
export async function whenReady(
  { process: child, output }: Program,
  app: string,
  scheme: 'http' | 'https' = 'http',
): Promise<string> {
  const listens = new RegExp(`"name":"${app}".*"port":(\\d+).*"msg":"(?:${app} listens|listening)"`);
  const url = await eventually(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const port = listens.exec(output())?.[1];
      if (port === undefined) throw new Error(`${app} is not listening:\n${output()}`);
      const ready = await fetch(`${scheme}://127.0.0.1:${port}/readyz`);
      if (ready.status !== 200) throw new Error(`${app} is not ready: ${await ready.text()}\n${output()}`);
      return `${scheme}://127.0.0.1:${port}`;
    },
    // Under load and faults it has to read what came meanwhile.
    { timeoutMs: 120_000 },
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  if (url === undefined) throw new Error(`${app} ended at its start:\n${output()}`);
  return url;
}
