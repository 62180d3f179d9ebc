import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { accountCommand } from './accounts/account.ts';
import { accountProviderCommand } from './accounts/account-provider.ts';
import { attributeCommand } from './accounts/attribute.ts';
import { DEFAULT_AUDIENCE, DEFAULT_DATA_DIR, DEFAULT_URL } from './command/settings.ts';
import { completionCommand } from './completion/completion.ts';
import { EXAMPLES } from './examples.ts';
import { importCommand } from './import/import.ts';
import { deliveryCommand } from './invitations/delivery.ts';
import { invitationCommand } from './invitations/invitation.ts';
import { inviteCommand } from './invitations/invite.ts';
import { auditCommand } from './operations/audit.ts';
import { deadCommand } from './operations/dead.ts';
import { migrateCommand } from './operations/migrate.ts';
import { rebuildCommand } from './operations/rebuild.ts';
import { restoreCommand } from './operations/restore.ts';
import { statusCommand } from './operations/status.ts';
import { tokenCommand } from './operations/token.ts';
import { organisationCommand } from './organisations/organisation.ts';
import type { Terminal } from './printing/terminal.ts';
import { announcementCommand } from './services/announcement.ts';
import { policyCommand } from './services/policy.ts';
import { roleCommand } from './services/role.ts';
import { serviceCommand } from './services/service.ts';
import { signInCommand } from './sign-in/sign-in.ts';
import { grantCommand } from './users/grant.ts';
import { userCommand } from './users/user.ts';
import { listenCommand } from './webhooks/listen.ts';
import { triggerCommand } from './webhooks/trigger.ts';
import { webhookCommand } from './webhooks/webhook.ts';

const GROUPS = [
  statusCommand,
  tokenCommand,
  serviceCommand,
  roleCommand,
  policyCommand,
  signInCommand,
  accountProviderCommand,
  attributeCommand,
  accountCommand,
  organisationCommand,
  userCommand,
  grantCommand,
  inviteCommand,
  invitationCommand,
  deliveryCommand,
  webhookCommand,
  listenCommand,
  triggerCommand,
  announcementCommand,
  auditCommand,
  deadCommand,
  importCommand,
  rebuildCommand,
  migrateCommand,
  restoreCommand,
  completionCommand,
];

const REFERENCES = `
Names of things:
  a service       its id or client id
  a user          an id or an email address
  an organisation an id, a URN, or urn:, uid:, ukprn: or upin: with a number

Exit codes: 1 the platform refused, 2 wrong usage, 3 no answer from the platform`;

/** The release that this command is of: all of the platform has one version. */
function versionHere(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')).version;
}

/** Failures are thrown, never an exit: nested commands do not inherit that by themselves when they are added. */
function speakThrough(command: Command, terminal: Terminal): void {
  command.exitOverride();
  command.configureHelp({ showGlobalOptions: true });
  command.configureOutput({
    writeOut: (text) => void terminal.out.write(text),
    writeErr: (text) => void terminal.err.write(text),
  });
  command.showHelpAfterError('(--help shows how it is used)');
  for (const nested of command.commands) speakThrough(nested, terminal);
}

function showExamples(command: Command, path: readonly string[] = []): void {
  const lines = (EXAMPLES[path.join(' ')] ?? []).map((example) => `  gatehouse ${example}`);
  if (lines.length > 0) command.addHelpText('after', ['', 'Examples:', ...lines].join('\n'));
  for (const nested of command.commands) showExamples(nested, [...path, nested.name()]);
}

/** The command line with all its commands. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('gatehouse')
    .description('Operates a Gatehouse platform through its API.')
    .version(versionHere(), '--version', 'print the version of this command')
    .option('--url <address>', `where the platform is (GATEHOUSE_URL; ${DEFAULT_URL})`)
    .option(
      '--data-dir <path>',
      `where a platform here keeps its files, the operator's secret among them (DATA_DIR; ${DEFAULT_DATA_DIR})`,
    )
    .option(
      '--operator-secret <secret>',
      "the operator's secret (OPERATOR_SECRET, which other users cannot see)",
    )
    .option('--audience <text>', `what tokens are for (AUDIENCE; ${DEFAULT_AUDIENCE})`)
    .option('--json', 'print what the API answers, and a fault as an object on standard error, for programs')
    .addHelpText('after', REFERENCES);
  for (const group of GROUPS) program.addCommand(group(terminal));
  showExamples(program);
  speakThrough(program, terminal);
  return program;
}
