import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.ts';
import { captureTerminal } from './captured-terminal.ts';
import { type PlatformStandIn, startPlatformStandIn } from './platform-stand-in.ts';

export const SERVICE = '6D588FF9-F941-4E46-9EDE-DC60FE52A19F';
export const USER = '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F';
export const ORGANISATION = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
export const SECRET = 'the-secret-of-the-operator';
/** What a page with one record says of itself. */
export const PAGE = { numberOfRecords: 1, page: 1, numberOfPages: 1 };

/** The command line before a platform's stand-in, both made anew for each test; files go to a directory of the test. */
export function cliUnderTest() {
  let platform: PlatformStandIn;
  let directory: string;
  beforeEach(async () => {
    platform = await startPlatformStandIn();
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  });
  afterEach(async () => {
    await platform.close();
    rmSync(directory, { recursive: true });
  });
  return {
    platform: () => platform,
    directory: () => directory,
    /** Runs a command as the operator. */
    async gatehouse(...args: string[]) {
      const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: SECRET });
      const exitCode = await run(args, terminal);
      return { exitCode, ...terminal.written };
    },
    /** Writes a file, and gives its path. */
    fileOf(name: string, content: Buffer | string): string {
      const path = join(directory, name);
      writeFileSync(path, content);
      return path;
    },
  };
}
