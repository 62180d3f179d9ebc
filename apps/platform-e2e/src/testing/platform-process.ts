import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@gatehouse/testing';
import { documentedClient } from './documented-client.ts';
import { bootOf, FREE_PORTS, type Program, startProgram, whenReady } from './program.ts';

/** A platform as its users see it, however it is run. */
export interface PlatformUnderTest {
  url: string;
  /** Where emails are read: see `messageTo`. */
  mailboxUrl: string;
  operator: ApiClient;
  operatorSecret: string;
  /** All that its processes wrote. */
  output(): string;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** Beside the defaults for tests: free ports, no demo data, no rate limit. With `TLS_CERT` this process must trust it. */
  env?: Record<string, string>;
  /** A data directory of an earlier run, to go on with. */
  dataDir?: string;
  /** Modules to load first. */
  preload?: string[];
}

/** The whole platform in a process of its own, on the embedded engines, as `npm start` runs it. */
export interface PlatformProcess extends PlatformUnderTest, Program {
  dataDir: string;
}

/** Starts a platform and waits until it is ready. */
export async function platformProcess({
  env = {},
  dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-')),
  preload = [],
}: PlatformOptions = {}): Promise<PlatformProcess> {
  const defaults = { ...FREE_PORTS, DATA_DIR: dataDir, DEMO_DATA: 'false', RATE_LIMIT_PER_MINUTE: '0' };
  const program = startProgram(bootOf('standalone'), { env: { ...defaults, ...env }, preload });
  const url = await whenReady(program, 'gateway', env.TLS_CERT === undefined ? 'http' : 'https');
  const operatorSecret = env.OPERATOR_SECRET ?? readFileSync(join(dataDir, 'operator-secret'), 'utf8').trim();
  return {
    ...program,
    url,
    mailboxUrl: url,
    dataDir,
    operator: documentedClient(url, 'operator', operatorSecret),
    operatorSecret,
    close: () => program.kill(),
  };
}
