import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT, FREE_PORTS, type Program, startProgram } from '../testing/program.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  writeFileSync(join(directory, 'file'), '');
});
afterAll(() => rmSync(directory, { recursive: true }));

let program: Program | undefined;
afterEach(() => program?.kill());

const MAINS = ['apps/standalone/src/boot.js', 'apps/access/src/main.ts', 'apps/gateway/src/main.ts'];
const PLACES = ['a file', ...(existsSync('/proc/self') ? ['/proc/nope'] : [])];

test.each(MAINS.flatMap((main) => PLACES.map((place) => [main, place] as const)))(
  '%s with %s for DATA_DIR stops with one line that names it',
  async (main, place) => {
    const dataDir = place === 'a file' ? join(directory, 'file') : place;
    program = startProgram(join(CHECKOUT, main), { env: { ...FREE_PORTS, DATA_DIR: dataDir } });
    const [code] = await program.ended;
    const written = program.output();
    expect(written).toMatch(/^DATA_DIR is "[^"]+", where no file can be made \(E[A-Z]+\): [^\n]+\n$/);
    expect(written).toContain(dataDir);
    expect(code).toBe(1);
  },
);
