import { Command, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import type { Terminal } from '../printing/terminal.ts';

const COLUMNS = ['id', 'email', 'status', 'serviceId', 'organisation', 'sourceId', 'createdAt', 'expiresAt'];
const STATUSES = ['open', 'accepted', 'expired', 'revoked', 'declined'];

interface ListOptions extends PageOptions {
  email?: string;
  service?: string;
  status?: string;
}

/** `gatehouse invitation`: what became of them. */
export function invitationCommand(terminal: Terminal): Command {
  const group = new Command('invitation').description('invitations: what became of them');

  paged(group.command('list').description('list invitations, the oldest first'))
    .option('--email <address>', 'those to an address')
    .option('--service <service>', 'those of a service')
    .addOption(new Option('--status <status>', 'those that are so').choices(STATUSES))
    .action(({ email, service, status, ...pages }: ListOptions, command: Command) =>
      withContext(command, terminal, async (context) => {
        const serviceId = service === undefined ? undefined : await context.references.service(service);
        const query = { email, serviceId, status };
        await printList(
          context,
          { path: '/manage/invitations', plural: 'invitations', columns: COLUMNS, query },
          pages,
        );
      }),
    );

  group
    .command('show <invitation>')
    .description('show an invitation')
    .action((id: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        print.record(recordOf((await api.call('GET', path`/manage/invitations/${id}`)).body));
      }),
    );

  group
    .command('resend <invitation>')
    .description('send a new link and code; an expired invitation is open again')
    .action((id: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        await api.call('POST', path`/manage/invitations/${id}/resend`);
        print.done('A new email is on its way; the earlier link no longer works.');
      }),
    );

  const revoke = group.command('revoke <invitation>').description('end an invitation');
  confirmed(revoke, terminal, (id) => `End the invitation ${id}?`).action(
    (id: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        await api.call('DELETE', path`/manage/invitations/${id}`);
        print.done('The invitation is revoked.');
      }),
  );

  return group;
}
