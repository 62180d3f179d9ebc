import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';

export const APPS = ['directory', 'access', 'invitations', 'notifier', 'gateway'] as const;
export type AppName = (typeof APPS)[number];

/** One instance of an app, run as in production. */
export interface AppProcess {
  app: AppName;
  /** The checkout whose code it runs. */
  checkout: string;
  port: number;
  url: string;
  process: ChildProcess;
  /** All that it wrote, both streams. */
  output(): string;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: hangs, its connections open, until `resume`. */
  pause(): void;
  resume(): void;
}

/** The checkout that this file is of. */
export const CHECKOUT = join(import.meta.dirname, '../../../..');

/** Starts one with the environment, on a free port unless that says otherwise. */
export function spawnApp(
  app: AppName,
  env: Readonly<Record<string, string>>,
  checkout = CHECKOUT,
): AppProcess {
  const boot = join(checkout, 'apps', app, 'src/boot.js');
  // An older release has no such file.
  const program = existsSync(boot) ? boot : join(checkout, 'apps', app, 'src/main.ts');
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, [`${app.toUpperCase()}_PORT`]: '0', ...env },
  });
  const written: string[] = [];
  child.stdout.on('data', (chunk) => written.push(String(chunk)));
  child.stderr.on('data', (chunk) => written.push(String(chunk)));
  const ended = once(child, 'exit');
  const instance = {
    app,
    checkout,
    port: 0,
    url: '',
    process: child,
    output: () => written.join(''),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
  return instance;
}

/**
 * Waits until it listens and is ready: for long, since under load and faults it has to read what came meanwhile, on a machine
 * that may be starved.
 */
export async function whenReady(instance: AppProcess, timeoutMs = 120_000): Promise<AppProcess> {
  const { app, process: child, output } = instance;
  const outcome = await eventually(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return 'ended';
      const port = /"port":(\d+).*listens|"port":(\d+).*listening/.exec(output())?.slice(1).find(Boolean);
      if (port === undefined) throw new Error(`${app} is not listening:\n${output()}`);
      instance.port = Number(port);
      instance.url = `http://127.0.0.1:${port}`;
      const ready = await fetch(`${instance.url}/readyz`);
      if (ready.status !== 200) throw new Error(`${app} is not ready: ${await ready.text()}\n${output()}`);
      return 'ready';
    },
    { timeoutMs, intervalMs: 50 },
  );
  if (outcome === 'ended') throw new Error(`${app} ended at its start:\n${output()}`);
  return instance;
}
