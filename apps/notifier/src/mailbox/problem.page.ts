import type { ProblemPage } from '@gatehouse/http';
import { escaped } from '../email/rendered-email.ts';
import { mailboxPage } from './layout.ts';

function titleOf(status: number): string {
  if (status === 404) return 'Email not found';
  return status >= 500 ? 'Sorry, there is a problem' : 'This address cannot be read';
}

/** Problems on the mailbox's paths, as a page for whoever looks at emails. */
export const mailboxProblem: ProblemPage = ({ status, correlationId, path }) => {
  if (!/^\/mailbox(?:\/|$)/.test(path)) return undefined;
  const title = titleOf(status);
  const content = `<h1>${title}</h1>
<p><a href="/mailbox">See all emails</a></p>
<p>If you ask for help, give this reference: ${escaped(correlationId)}</p>`;
  return { html: mailboxPage(title, content) };
};
