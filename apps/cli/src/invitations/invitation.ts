import { Command, Option } from 'commander';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type PageOptions, paged } from '../command/listing.ts';
import { acting, deleting, listing, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const COLUMNS = [
  'id',
  'email',
  'status',
  'emailStatus',
  'serviceId',
  'organisation',
  'sourceId',
  'createdAt',
  'expiresAt',
];
const STATUSES = ['open', 'accepted', 'expired', 'revoked', 'declined'];

interface ListOptions extends PageOptions {
  email?: string;
  service?: string;
  status?: string;
}

const pathOf = (_context: CommandContext, id: string) => path`/manage/invitations/${id}`;

/** `gatehouse invitation`: what became of them. */
export function invitationCommand(terminal: Terminal): Command {
  const group = new Command('invitation').description('invitations: what became of them');

  const list = paged(group.command('list').description('list invitations, the oldest first'))
    .option('--email <address>', 'those to an address')
    .option('--service <service>', 'those of a service')
    .addOption(new Option('--status <status>', 'those that are so').choices(STATUSES));
  listing<ListOptions>(list, terminal, async ({ references }, { email, service, status }) => {
    const serviceId = service === undefined ? undefined : await references.service(service);
    const query = { email, serviceId, status };
    return { path: '/manage/invitations', plural: 'invitations', columns: COLUMNS, query };
  });

  showing(group.command('show <invitation>').description('show an invitation'), terminal, pathOf);

  const resend = group
    .command('resend <invitation>')
    .description('send a new link and code; an expired invitation is open again');
  acting(resend, terminal, async (context, _options, id = '') => {
    await context.api.call('POST', `${pathOf(context, id)}/resend`);
    context.print.done('A new email is on its way; the earlier link no longer works.');
  });

  deleting(group.command('revoke <invitation>').description('end an invitation'), terminal, {
    pathOf,
    question: (id) => `End the invitation ${id}?`,
    done: () => 'The invitation is revoked.',
  });

  return group;
}
