import { emailKey } from '@gatehouse/contracts';
import type { TextEncoding } from '@gatehouse/csv';
import { Command, Option } from 'commander';
import { createReferences, rememberedReferences } from '../api/references.ts';
import type { CommandContext } from '../command/command-context.ts';
import { acting } from '../command/record-commands.ts';
import { Refused } from '../failures.ts';
import { createCounter } from '../printing/progress-bar.ts';
import type { Terminal } from '../printing/terminal.ts';
import { refuseRejected } from './import-report.ts';
import { inspect } from './imported-file.ts';
import { applyPerson, type Kind } from './people/apply-person.ts';
import { createCatalogue } from './people/catalogue.ts';
import { dryRunApi } from './people/dry-run-api.ts';
import { inParallel } from './people/in-parallel.ts';
import { type PeopleFile, type PlacedPerson, personRows } from './people/person-rows.ts';
import { emptyReport, printUsersReport } from './people/users-report.ts';

const AT_ONCE = 8;

const COLUMNS = `
Columns, in any order: email, and as far as they are there given_name, family_name, one of organisation_id,
organisation_urn, organisation_uid, organisation_ukprn and organisation_upin, role (0 or End user, 10000 or Approver),
service (its id or client id), service_roles (codes with a comma, semicolon or space between them).

What is there already stays, so an import that broke off can be run again. A row is checked whole before anything of it is
written; where the platform refuses a part of it all the same, what was done of it is shown beside the reason.
The exit code is 1 where any row was rejected, 2 where the file is none.`;

const ONE: Record<Kind, string> = { users: 'user', memberships: 'membership', grants: 'grant' };
/** The statuses that the content of a row can cause. */
const OF_THE_ROW = new Set([400, 404, 409, 413, 414, 422]);

interface ImportUsersOptions {
  dryRun?: boolean;
  charset: TextEncoding;
}

/** Whether a failure is due to the row. Any other failure ends the import. */
function isOfTheRow(error: unknown): error is Refused {
  return error instanceof Refused && (error.status === undefined || OF_THE_ROW.has(error.status));
}

/** The number of rows of a file, which is read to its end. */
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
  const registers = {
    api,
    references: rememberedReferences(createReferences(api)),
    catalogue: createCatalogue(api),
  };
  const report = emptyReport(dryRun === true);
  const bar = createCounter(terminal.err, 'rows', 0);
  bar?.start(total, 0);

  async function work(placed: PlacedPerson): Promise<void> {
    const { line } = placed;
    const done: string[] = [];
    if ('fault' in placed) report.rejected.push({ line, reason: placed.fault });
    else {
      await applyPerson(registers, placed.row, (kind, outcome) => {
        report[kind][outcome]++;
        if (outcome !== 'unchanged') done.push(`${ONE[kind]} ${outcome}`);
      }).catch((error: unknown) => {
        if (!isOfTheRow(error)) throw error;
        report.rejected.push({ line, reason: error.lines.join('; '), ...(done.length > 0 && { done }) });
      });
    }
    report.read++;
    bar?.increment();
  }

  const keyOf = (placed: PlacedPerson) => ('row' in placed ? emailKey(placed.row.email) : '');
  try {
    await inParallel(personRows(file), { most: AT_ONCE, keyOf }, work);
  } catch (error) {
    bar?.stop();
    print.remark(`Broken off after ${report.read} of ${total} rows; run it again to go on.`);
    throw error;
  } finally {
    bar?.stop();
  }
  report.rejected.sort((a, b) => a.line - b.line);
  printUsersReport(print, report, json);
  refuseRejected(report.rejected.length, report.read);
}

/** `gatehouse import users`: makes users, memberships and grants from a file, row by row. */
export function importUsersCommand(terminal: Terminal): Command {
  const command = new Command('users')
    .description('make users, memberships and grants from a file, a row for each')
    .argument('<file>', 'a .csv, or a .csv.gz')
    .option('--dry-run', 'show what would be done, and write nothing')
    .addOption(
      new Option('--charset <charset>', 'how the file is written')
        .choices(['utf-8', 'windows-1252'])
        .default('utf-8'),
    )
    .addHelpText('after', COLUMNS);
  return acting<ImportUsersOptions>(command, terminal, (context, options, file = '') =>
    importUsers(context, file, options),
  );
}
