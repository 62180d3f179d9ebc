import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { acting } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

interface InviteOptions {
  email: string;
  givenName: string;
  familyName: string;
  sourceId?: string;
  organisation?: string;
  callback?: string;
  userRedirect?: string;
  subject?: string;
  body?: string;
  idempotencyKey?: string;
}

/** `gatehouse invite`: what a service does to have a person join. */
export function inviteCommand(terminal: Terminal): Command {
  const command = new Command('invite')
    .description('invite a person to a service')
    .argument('<service>', 'who invites')
    .requiredOption('--email <address>', 'where the invitation is sent')
    .requiredOption('--given-name <text>', 'first name')
    .requiredOption('--family-name <text>', 'last name')
    .option(
      '--source-id <text>',
      "the service's own name for the request, given back in the callback (a new one)",
    )
    .option('--organisation <organisation>', 'what the person is to be a member of')
    .option('--callback <url>', 'the address to call back when the person has joined')
    .option('--user-redirect <url>', 'where the person is sent on to')
    .option('--subject <text>', "the email's subject")
    .option('--body <text>', "the email's words")
    .option('--idempotency-key <text>', 'makes it safe to send the same request again');
  return acting<InviteOptions>(
    command,
    terminal,
    async ({ api, print, references }, options, service = '') => {
      const { organisation, idempotencyKey } = options;
      const serviceId = await references.service(service);
      const answer = await api.call('POST', path`/services/${serviceId}/invitations`, {
        json: {
          sourceId: options.sourceId ?? randomUUID(),
          given_name: options.givenName,
          family_name: options.familyName,
          email: options.email,
          organisation: organisation === undefined ? undefined : await references.organisation(organisation),
          callback: options.callback,
          userRedirect: options.userRedirect,
          inviteSubjectOverride: options.subject,
          inviteBodyOverride: options.body,
        },
        ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
      });
      print.record(recordOf(answer.body));
    },
  );
}
