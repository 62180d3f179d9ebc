/**
 * A register of establishments is imported into an empty platform with the command line, twice: how long each takes, and
 * what memory the platform is at meanwhile. Usage: node bench/import.ts [file of the register]; without one, rows are made up.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { printMachine } from './measure.ts';

const ROWS = 50_515;
const COMMAND_LINE = join(import.meta.dirname, '../apps/cli/src/boot.js');

const COLUMNS = [
  'URN',
  'LA (code)',
  'LA (name)',
  'EstablishmentNumber',
  'EstablishmentName',
  'TypeOfEstablishment (code)',
  'EstablishmentStatus (code)',
  'CloseDate',
  'PhaseOfEducation (code)',
  'StatutoryLowAge',
  'StatutoryHighAge',
  'UKPRN',
  'Street',
  'Town',
  'Postcode',
  'TelephoneNum',
  'GOR (code)',
];

/** A register of as many rows as the country's. */
function madeUpRegister(folder: string): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const authority = 201 + (row % 150);
    return [
      100_000 + row,
      authority,
      `Authority ${authority}`,
      String(row % 10_000).padStart(4, '0'),
      `"School ${row}, a primary"`,
      '01',
      row % 2 === 0 ? 1 : 2,
      row % 2 === 0 ? '' : '31-08-2010',
      2,
      4,
      11,
      10_000_000 + row,
      `${row} Long Street`,
      'Hull',
      'HU1 1AA',
      '01482000000',
      'D',
    ].join(',');
  });
  const file = join(folder, 'register.csv');
  writeFileSync(file, [COLUMNS.join(','), ...rows, ''].join('\r\n'));
  return file;
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-import-'));
const file = process.argv[2] ?? madeUpRegister(folder);
const platform = await platformProcess({ dataDir: folder });

function memory(member: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${platform.process.pid}/status`, 'utf8');
  return Number(new RegExp(`${member}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

/** Runs the import and gives how many rows were read. */
async function run(): Promise<number> {
  const command = ['import', file, '--url', platform.url, '--data-dir', folder, '--json'];
  const child = spawn(process.execPath, [COMMAND_LINE, ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = '';
  child.stdout.on('data', (chunk) => {
    written += String(chunk);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return Number(JSON.parse(written).read);
}

try {
  printMachine();
  for (const what of ['into an empty platform', 'once more, all unchanged']) {
    const resident: number[] = [];
    const began = performance.now();
    const sampling = new AbortController();
    const samples = (async () => {
      while (!sampling.signal.aborted) {
        resident.push(memory('VmRSS'));
        await delay(100, undefined, sampling).catch(() => {});
      }
    })();
    const rows = await run();
    const seconds = (performance.now() - began) / 1000;
    sampling.abort();
    await samples;
    const quarters = [0.25, 0.5, 0.75, 1].map((share) =>
      Math.max(...resident.slice(0, Math.ceil(resident.length * share))).toFixed(0),
    );
    console.info(
      `${rows} rows ${what}: ${seconds.toFixed(1)} s, ${(rows / seconds).toFixed(0)} rows/s; most resident by each quarter ${quarters.join(', ')} MB`,
    );
  }
} finally {
  await platform.kill();
  rmSync(folder, { recursive: true, force: true });
}
