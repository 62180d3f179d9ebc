import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDataDir } from '@gatehouse/runtime';
import { z } from 'zod';

const demoState = z.discriminatedUnion('loaded', [
  z.object({ loaded: z.literal(false) }),
  z.object({
    loaded: z.literal(true),
    serviceId: z.string(),
    clientId: z.string(),
    apiSecret: z.string(),
    /** Sets of earlier releases have none. */
    clientSecret: z.string().optional(),
    organisationId: z.string(),
  }),
]);

/** The state of the demo set in a data directory: still to be loaded, or the demo client's credentials. */
export type DemoState = z.output<typeof demoState>;

const fileIn = (dataDir: string) => join(dataDir, 'demo.json');

/** Undefined where the directory has no demo set. */
export function readDemoState(dataDir: string): DemoState | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? demoState.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** Replaces the file; readable by its owner only, since it holds secrets. */
export function writeDemoState(dataDir: string, state: DemoState): void {
  prepareDataDir(dataDir);
  const file = fileIn(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether nothing was ever stored here; to be called before the engines open their files. */
export function isEmptyDataDir(dataDir: string): boolean {
  return !existsSync(join(dataDir, 'directory.sqlite'));
}
