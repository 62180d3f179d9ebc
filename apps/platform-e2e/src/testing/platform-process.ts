import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, eventually } from '@gatehouse/testing';
import { documentedClient } from './documented-client.ts';

const MAIN = join(import.meta.dirname, '../../../standalone/src/boot.js');

export interface PlatformOptions {
  /** Beside the defaults for tests: free ports, no demo data, no rate limit. With `TLS_CERT` this process must trust it. */
  env?: Record<string, string>;
  /** A data directory of an earlier run, to go on with. */
  dataDir?: string;
  /** Modules to load first. */
  preload?: string[];
}

/** A whole platform in a process of its own, as `npm start` runs it. */
export interface PlatformProcess {
  url: string;
  dataDir: string;
  operator: ApiClient;
  operatorSecret: string;
  process: ChildProcess;
  /** All that it wrote, both streams. */
  output(): string;
  /** Resolves once the process has ended. */
  ended: Promise<unknown>;
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a platform and waits until it is ready. */
export async function platformProcess(options: PlatformOptions = {}): Promise<PlatformProcess> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'gatehouse-'));
  const child = spawn(
    process.execPath,
    [...(options.preload ?? []).flatMap((module) => ['--import', module]), MAIN],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GATEWAY_PORT: '0',
        DIRECTORY_PORT: '0',
        ACCESS_PORT: '0',
        INVITATIONS_PORT: '0',
        NOTIFIER_PORT: '0',
        DATA_DIR: dataDir,
        DEMO_DATA: 'false',
        RATE_LIMIT_PER_MINUTE: '0',
        ...options.env,
      },
    },
  );
  const written: string[] = [];
  child.stdout.on('data', (chunk) => written.push(String(chunk)));
  child.stderr.on('data', (chunk) => written.push(String(chunk)));
  const ended = once(child, 'exit');
  const output = () => written.join('');
  const url = await eventually(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const port = /"name":"gateway".*"port":(\d+)/.exec(output())?.[1];
      if (port === undefined) throw new Error(`the gateway is not listening:\n${output()}`);
      const scheme = options.env?.TLS_CERT === undefined ? 'http' : 'https';
      const address = `${scheme}://127.0.0.1:${port}`;
      const ready = await fetch(`${address}/readyz`);
      if (ready.status !== 200) throw new Error(`not ready: ${await ready.text()}`);
      return address;
    },
    { timeoutMs: 60_000 },
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  if (url === undefined) throw new Error(`the platform ended at its start:\n${output()}`);
  const operatorSecret =
    options.env?.OPERATOR_SECRET ?? readFileSync(join(dataDir, 'operator-secret'), 'utf8').trim();
  return {
    url,
    dataDir,
    operator: documentedClient(url, 'operator', operatorSecret),
    operatorSecret,
    process: child,
    output,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
