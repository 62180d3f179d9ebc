import { createReadStream } from 'node:fs';
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
import { importUsersCommand } from './import-users.ts';
import { inspect } from './imported-file.ts';
import { registerOf, SOURCES, type Source } from './register-of.ts';

/** What says that the file is at fault, and not that nobody took it: damaged or cut gzip, a failing disk. */
const UNREADABLE = /^(?:Z_\w+|EIO)$/;

interface ImportOptions {
  source?: Source;
  charset?: string;
}

async function importFile(
  { api, print, terminal, json }: CommandContext,
  path: string,
  options: ImportOptions,
) {
  const { charset } = options;
  const { size, gzip, firstLine } = await inspect(path);
  const source = options.source ?? registerOf(firstLine);
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

function registerCommand(terminal: Terminal): Command {
  return new Command('register')
    .description("bring the organisations in line with a register's file (also without this word)")
    .argument('<file>', 'a .csv, or a .csv.gz')
    .addOption(
      new Option(
        '--source <register>',
        'what the file is an extract of; what its columns say, unless told otherwise',
      ).choices(SOURCES),
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

/** `gatehouse import`: brings organisations in line with a register's file, or makes users from a file of people. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description('imports: organisations from the files of registers, users from a file of people')
    .addCommand(registerCommand(terminal), { isDefault: true })
    .addCommand(importUsersCommand(terminal));
}
