import { ukTime } from '@gatehouse/texts';
import { escaped } from '../email/rendered-email.ts';
import { mailboxPage } from './layout.ts';
import type { MailboxDocument } from './mailbox.store.ts';

/** The emails, the newest first, and a form to see one address's. */
export function listPage(messages: readonly MailboxDocument[], to: string | undefined): string {
  const content = messages.length === 0 ? '<p>There are no emails.</p>' : tableOf(messages);
  return mailboxPage(
    'Emails',
    `<h1>Emails</h1>
<form method="get" action="/mailbox">
<label for="to">Emails to this address</label>
<input id="to" name="to" type="text" inputmode="email" autocomplete="off" spellcheck="false" value="${escaped(to ?? '')}">
<div><button type="submit">Show</button></div>
</form>
${content}`,
  );
}

function tableOf(messages: readonly MailboxDocument[]): string {
  return `<div class="table" role="region" aria-label="Emails" tabindex="0"><table>
<caption>${messages.length === 1 ? '1 email' : `${messages.length} emails`}, the newest first</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Sent</th></tr></thead>
<tbody>
${messages.map(rowOf).join('\n')}
</tbody>
</table></div>`;
}

function rowOf({ _id, subject, to, sentAt }: MailboxDocument): string {
  const link = `<a href="/mailbox/messages/${escaped(_id)}">${escaped(subject)}</a>`;
  return `<tr><td>${link}</td><td>${escaped(to)}</td><td>${ukTime(sentAt)}</td></tr>`;
}
