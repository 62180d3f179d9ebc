import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './steps.ts';

const STANDALONE = join(import.meta.dirname, '../../../standalone/src/boot.js');

/** The data directory of a platform that the demo starts, apart from that of `npm start`. */
const DEMO_DATA_DIR = '.data-demo';

/** The platform that the demo plays on: the one that is running, or one of its own. */
export interface DemoPlatform {
  /** The data directory of a platform that the demo started, and stops at the end. */
  ownDataDir: string | undefined;
  /** Resolves once it is ready; rejects where it ended at its start. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function exitedWith(child: ChildProcess, errors: string[]): Error {
  const lines = errors.join('').trim().split('\n').slice(-5).join('\n');
  return new Error(`the platform ended at its start (${child.exitCode ?? child.signalCode}):\n${lines}`);
}

/** The platform at `url`, or else one of its own there, which has just been started. */
export async function platformAt(url: string, env: NodeJS.ProcessEnv): Promise<DemoPlatform> {
  if (await isReady(url)) return { ownDataDir: undefined, ready: async () => {}, stop: async () => {} };
  const dataDir = env.DATA_DIR?.trim() || DEMO_DATA_DIR;
  const child = spawn(process.execPath, [STANDALONE], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, DATA_DIR: dataDir, LOG_LEVEL: env.LOG_LEVEL ?? 'warn' },
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => {
    errors.push(String(chunk));
    if (errors.length > 200) errors.shift();
  });
  const exited = once(child, 'exit');
  const look = async () => {
    if (child.exitCode !== null || child.signalCode !== null) throw exitedWith(child, errors);
    return (await isReady(url)) || undefined;
  };
  return {
    ownDataDir: dataDir,
    ready: async () => void (await until('the platform', look, 60_000)),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
