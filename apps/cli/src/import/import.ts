import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Command, Option } from 'commander';
import { recordOf, recordsOf } from '../api/answers.ts';
import type { CommandContext } from '../command/command-context.ts';
import { acting } from '../command/record-commands.ts';
import { Misused, Refused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { showProgress } from './import-progress.ts';
import { printImport, refuseRejected } from './import-report.ts';
import { importUsersCommand } from './import-users.ts';
import { inspect } from './imported-file.ts';
import { registerOf, SOURCES, type Source } from './register-of.ts';

/** Errors of the file itself: damaged or truncated gzip, a failing disk. */
const UNREADABLE = /^(?:Z_\w+|EIO)$/;

/** Statuses for a file that is refused as a whole: no header, a missing key column, an unknown charset. */
const NO_SUCH_FILE = new Set([400, 415]);

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
    const report = recordOf(answer.body);
    printImport(print, report, json);
    refuseRejected(recordsOf(report.rejected).length, Number(report.read));
  } finally {
    stop();
  }
}

/** The answer. Throws the file's own error where it could not be read to its end. */
async function answered<T>(sending: Promise<T>, reading: Promise<void>, path: string): Promise<T> {
  const [answer, file] = await Promise.allSettled([sending, reading]);
  if (answer.status === 'fulfilled') return answer.value;
  const { code } = (file.status === 'rejected' ? file.reason : {}) as { code?: string };
  if (code !== undefined && UNREADABLE.test(code)) {
    throw new Misused([`${path} cannot be read to its end (${code}): what came before it may be imported`]);
  }
  const { reason } = answer;
  // A file that the platform cannot read is reported like one that cannot be read here.
  if (reason instanceof Refused && NO_SUCH_FILE.has(reason.status ?? 0)) throw new Misused(reason.lines);
  throw reason;
}

function registerCommand(terminal: Terminal): Command {
  const command = new Command('register')
    .description("bring the organisations in line with a register's file (also without this word)")
    .argument('<file>', 'a .csv, or a .csv.gz')
    .addOption(
      new Option(
        '--source <register>',
        'the register that the file comes from; by default its columns decide',
      ).choices(SOURCES),
    )
    .addOption(
      new Option(
        '--charset <charset>',
        'how the file is written (windows-1252, or UTF-8 where it says so)',
      ).choices(['utf-8', 'windows-1252']),
    );
  return acting<ImportOptions>(command, terminal, (context, options, file = '') =>
    importFile(context, file, options),
  );
}

/** `gatehouse import`: brings organisations in line with a register's file, or makes users from a file of people. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description('imports: organisations from the files of registers, users from a file of people')
    .addCommand(registerCommand(terminal), { isDefault: true })
    .addCommand(importUsersCommand(terminal));
}
