import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  writeFileSync(join(directory, 'file'), '');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What a start with that directory wrote, both streams, and how it ended. */
function startWith(main: string, dataDir: string): Promise<{ written: string; code: unknown }> {
  const path = join(import.meta.dirname, '../../../..', main);
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, GATEWAY_PORT: '0', ACCESS_PORT: '0' };
  return new Promise((resolve) => {
    const ended = (error: { code?: unknown } | null, stdout: string, stderr: string) =>
      resolve({ written: stdout + stderr, code: error?.code ?? 0 });
    // A start that never ends is the fault that was seen: the test ends it.
    execFile(process.execPath, [path], { env, timeout: 50_000, killSignal: 'SIGKILL' }, ended);
  });
}

const MAINS = ['apps/standalone/src/boot.js', 'apps/access/src/main.ts', 'apps/gateway/src/main.ts'];
const PLACES = ['a file', ...(existsSync('/proc/self') ? ['/proc/nope'] : [])];

test.each(MAINS.flatMap((main) => PLACES.map((place) => [main, place] as const)))(
  '%s with %s for DATA_DIR stops with one line that names it',
  async (main, place) => {
    const dataDir = place === 'a file' ? join(directory, 'file') : place;
    const { written, code } = await startWith(main, dataDir);
    expect(written).toMatch(/^DATA_DIR is "[^"]+", where no file can be made \(E[A-Z]+\): [^\n]+\n$/);
    expect(written).toContain(dataDir);
    expect(code).toBe(1);
  },
);
