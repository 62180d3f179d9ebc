import { emailKey } from '@gatehouse/contracts';
import { Command, Option } from 'commander';
import { type CommandContext, withContext } from '../command-context.ts';
import { Refused } from '../failures.ts';
import { applyPerson } from '../import-users/apply-person.ts';
import { dryRunApi } from '../import-users/dry-run-api.ts';
import { inParallel } from '../import-users/in-parallel.ts';
import { type PeopleFile, type PlacedPerson, personRows } from '../import-users/person-rows.ts';
import { emptyReport, printUsersReport } from '../import-users/users-report.ts';
import { createReferences, rememberedReferences } from '../references.ts';
import type { Terminal } from '../terminal.ts';
import { showRowProgress } from './import-progress.ts';
import { inspect } from './imported-file.ts';

const AT_ONCE = 8;

const COLUMNS = `
Columns, in any order: email, and as far as they are there given_name, family_name, one of organisation_id,
organisation_urn, organisation_uid, organisation_ukprn and organisation_upin, role (0 or End user, 10000 or Approver),
service (its id or client id), service_roles (codes with a comma, semicolon or space between them).

What is there already stays, so an import that broke off can be run again.`;

interface ImportUsersOptions {
  dryRun?: boolean;
  charset: string;
}

/** Only what the row itself asks for is the row's fault; anything else ends the import. */
function isOfTheRow(error: unknown): error is Refused {
  return error instanceof Refused && (error.status === undefined || [400, 404, 409].includes(error.status));
}

/** How many rows the file has, once all of it could be read. */
async function countRows(file: PeopleFile, unused: (columns: readonly string[]) => void): Promise<number> {
  let rows = 0;
  for await (const _ of personRows(file, unused)) rows++;
  return rows;
}

async function importUsers(context: CommandContext, path: string, { dryRun, charset }: ImportUsersOptions) {
  const { print, terminal, json } = context;
  const file = { path, gzip: (await inspect(path)).gzip, charset };
  const total = await countRows(file, (columns) =>
    print.remark(`Columns that are not used: ${columns.join(', ')}`),
  );
  const api = dryRun === true ? dryRunApi(context.api) : context.api;
  const references = rememberedReferences(createReferences(api));
  const report = emptyReport(dryRun === true);
  const reject = (line: number, reason: string) => void report.rejected.push({ line, reason });
  const progress = showRowProgress(terminal.err, total);

  async function work(placed: PlacedPerson): Promise<void> {
    if ('fault' in placed) reject(placed.line, placed.fault);
    else {
      await applyPerson(api, references, placed.row, (kind, outcome) => void report[kind][outcome]++).catch(
        (error: unknown) => {
          if (!isOfTheRow(error)) throw error;
          reject(placed.line, error.lines.join('; '));
        },
      );
    }
    report.read++;
    progress.step();
  }

  const keyOf = (placed: PlacedPerson) => ('row' in placed ? emailKey(placed.row.email) : '');
  try {
    await inParallel(personRows(file), { most: AT_ONCE, keyOf }, work);
  } catch (error) {
    progress.stop();
    print.remark(`Broken off after ${report.read} of ${total} rows; run it again to go on.`);
    throw error;
  } finally {
    progress.stop();
  }
  report.rejected.sort((a, b) => a.line - b.line);
  printUsersReport(print, report, json);
}

/** `gatehouse import users`: makes users, memberships and grants from a file, row by row. */
export function importUsersCommand(terminal: Terminal): Command {
  return new Command('users')
    .description('make users, memberships and grants from a file, a row for each')
    .argument('<file>', 'a .csv, or a .csv.gz')
    .option('--dry-run', 'show what would be done, and write nothing')
    .addOption(
      new Option('--charset <charset>', 'how the file is written')
        .choices(['utf-8', 'windows-1252'])
        .default('utf-8'),
    )
    .addHelpText('after', COLUMNS)
    .action((file: string, options: ImportUsersOptions, command: Command) =>
      withContext(command, terminal, (context) => importUsers(context, file, options)),
    );
}
