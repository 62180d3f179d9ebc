import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Command, Option } from 'commander';
import { recordOf } from '../answers.ts';
import { type CommandContext, withContext } from '../command-context.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../terminal.ts';
import { showProgress } from './import-progress.ts';
import { printImport } from './import-report.ts';

const SOURCES = ['gias-establishments', 'gias-groups'];
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** What says that the file is at fault, and not that nobody took it: damaged or cut gzip, a failing disk. */
const UNREADABLE = /^(?:Z_\w+|EIO)$/;

interface ImportOptions {
  source: string;
  charset?: string;
}

/** Size and kind of a file, by its content rather than its name. */
async function inspect(path: string): Promise<{ size: number; gzip: boolean }> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP_MAGIC.length));
      return { size, gzip: bytesRead === GZIP_MAGIC.length && buffer.equals(GZIP_MAGIC) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Misused([`${path} cannot be read (${(error as { code?: string }).code ?? 'unknown reason'})`]);
  }
}

async function importFile(
  { api, print, terminal, json }: CommandContext,
  path: string,
  options: ImportOptions,
) {
  const { source, charset } = options;
  const { size, gzip } = await inspect(path);
  const { meter, stop } = showProgress(terminal.err, size);
  const body = new PassThrough();
  const file = createReadStream(path);
  const reading = gzip ? pipeline(file, meter, createGunzip(), body) : pipeline(file, meter, body);
  const sending = api.call('POST', '/manage/organisations/import', {
    query: { source },
    stream: { body, contentType: charset === undefined ? 'text/csv' : `text/csv; charset=${charset}` },
  });
  try {
    const answer = await answered(sending, reading, path);
    stop();
    printImport(print, recordOf(answer.body), json);
  } finally {
    stop();
  }
}

/** The answer; where the file itself could not be read to its end, that is what went wrong. */
async function answered<T>(sending: Promise<T>, reading: Promise<void>, path: string): Promise<T> {
  const [answer, file] = await Promise.allSettled([sending, reading]);
  if (answer.status === 'fulfilled') return answer.value;
  const { code } = (file.status === 'rejected' ? file.reason : {}) as { code?: string };
  if (code !== undefined && UNREADABLE.test(code)) {
    throw new Misused([`${path} cannot be read to its end (${code}): what came before it may be imported`]);
  }
  throw answer.reason;
}

/** `gatehouse import`: brings the organisations in line with a register's file. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description("bring organisations in line with a register's file")
    .argument('<file>', 'a .csv, or a .csv.gz')
    .addOption(
      new Option('--source <register>', 'what the file is an extract of')
        .choices(SOURCES)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--charset <charset>',
        'how the file is written (windows-1252, or UTF-8 where it says so)',
      ).choices(['utf-8', 'windows-1252']),
    )
    .action((file: string, options: ImportOptions, command: Command) =>
      withContext(command, terminal, (context) => importFile(context, file, options)),
    );
}
