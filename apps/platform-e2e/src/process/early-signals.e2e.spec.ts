import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appNames } from '@gatehouse/contracts';
import { CHECKOUT, type Program, startProgram } from '../testing/program.ts';

let directory: string;
let started: Program | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
});
afterEach(async () => {
  await started?.kill();
  rmSync(directory, { recursive: true });
});

/** Has the process get SIGTERM at the moment in which the first of the program's own modules is read. */
const SIGNAL_AT_LOADING = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  let sent = false;
  registerHooks({
    load(url, context, next) {
      if (!sent && url.endsWith('/main.ts')) {
        sent = true;
        process.kill(process.pid, 'SIGTERM');
      }
      return next(url, context);
    },
  });`)}`;

const PROGRAMS = [
  ...appNames.map((app) => `${app}/src`),
  'standalone/src',
  'maintenance/src/keys',
  'standalone/src/demo',
];

test.each(PROGRAMS)(
  '%s: SIGTERM while its modules are loaded ends it in order, with nothing opened',
  async (program) => {
    const dataDir = join(directory, 'data');
    started = startProgram(join(CHECKOUT, 'apps', program, 'boot.js'), {
      preload: [SIGNAL_AT_LOADING],
      env: {
        ...{ DATA_DIR: dataDir, GATEWAY_PORT: '0', LOG_LEVEL: 'silent' },
        ...{ GATEHOUSE_URL: 'http://127.0.0.1:1', OPERATOR_SECRET: 'x'.repeat(44) },
      },
    });
    expect(await started.ended).toEqual([0, null]);
    expect(existsSync(dataDir)).toBe(false);
  },
);
