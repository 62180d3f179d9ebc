import { type Fault, forbidden, notFound } from '@gatehouse/errors';
import type { Caller } from '@gatehouse/http';
import type { Passage } from './route-table.ts';

/** The mailbox shows emails, so: to anybody where only this machine can ask, to the operator elsewhere, to nobody when distributed. */
export type MailboxRule = 'open' | 'operator' | 'none';

const FOR_OPERATOR = 'Only the operator may do that';

/** Whether a path needs no token. */
export function isOpen(passage: Passage | undefined, mailbox: MailboxRule): boolean {
  return passage === 'open' || (passage === 'mailbox' && mailbox === 'open');
}

/** What is told to whoever asks for a path that leads nowhere: below `/manage`, that is the operator's alone to know. */
export function refusalOfNowhere(path: string, caller: Caller): Fault {
  const isManagement = path === '/manage' || path.startsWith('/manage/');
  return isManagement && caller.kind !== 'operator' ? forbidden(FOR_OPERATOR) : notFound();
}

/** Refuses (404, 403) whom the path is not for. */
export function checkPassage(passage: Passage, caller: Caller, mailbox: MailboxRule): void {
  if (passage === 'mailbox' && mailbox === 'none') throw notFound();
  const forOperator = passage === 'operator' || (passage === 'mailbox' && mailbox === 'operator');
  if (forOperator && caller.kind !== 'operator') throw forbidden(FOR_OPERATOR);
}
