import { Command } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { type PageOptions, paged } from '../command/listing.ts';
import { listing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

interface AuditOptions extends PageOptions {
  actor?: string;
  entity?: string;
  type?: string;
  since?: string;
  until?: string;
}

const HELP = `
An actor is operator, client:<id>, person:<id>, invitation:<id>, import or platform. An entity is an id: that of a user finds
the user's grants and invitations, too. Values of personal members and of secrets are not recorded, only their names.
With --json there are the values before and after.`;

const textsIn = (value: unknown) => (Array.isArray(value) ? value.join(', ') : '');

/** A change as a row of the table. */
function auditRow(record: JsonRecord): JsonRecord {
  const { type, id } = recordOf(record.entity);
  return { ...record, type, entity: id, changed: textsIn(record.changed) };
}

/** `gatehouse audit`: who changed what. */
export function auditCommand(terminal: Terminal): Command {
  const command = paged(new Command('audit').description('who changed what and when, the newest first'))
    .option('--actor <actor>', 'changes by this actor')
    .option('--entity <id>', 'changes of what has this id')
    .option('--type <type>', 'changes of this kind of entity, such as user, grant or webhook')
    .option('--since <instant>', 'changes from this instant on, ISO 8601')
    .option('--until <instant>', 'changes before this instant, ISO 8601')
    .addHelpText('after', HELP);
  return listing<AuditOptions>(command, terminal, (_context, { actor, entity, type, since, until }) => ({
    path: '/manage/audit',
    plural: 'records',
    columns: ['at', 'actor', 'action', 'type', 'entity', 'changed', 'correlationId'],
    query: { actor, entity, type, since, until },
    row: auditRow,
  }));
}
