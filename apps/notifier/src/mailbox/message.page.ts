import { ukTime } from '@gatehouse/texts';
import { escaped } from '../email/rendered-email.ts';
import { mailboxPage } from './layout.ts';
import type { MailboxDocument } from './mailbox.store.ts';

const ADDRESS = /https?:\/\/[^\s<>"']+/g;

/** One email: its text with the addresses in it as links, and its html in a frame of its own, where nothing runs. */
export function messagePage({ _id, subject, to, sentAt, text }: MailboxDocument): string {
  return mailboxPage(
    subject,
    `<h1>${escaped(subject)}</h1>
<dl><dt>To</dt><dd>${escaped(to)}</dd><dt>Sent</dt><dd>${ukTime(sentAt)}</dd></dl>
<h2>As text</h2>
<pre>${withLinks(text)}</pre>
<h2>As html</h2>
<iframe title="The email as html" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mailbox/messages/${escaped(_id)}/html"></iframe>`,
  );
}

function withLinks(text: string): string {
  let from = 0;
  let html = '';
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html += `${escaped(text.slice(from, index))}<a href="${escaped(address)}">${escaped(address)}</a>`;
    from = index + address.length;
  }
  return html + escaped(text.slice(from));
}
