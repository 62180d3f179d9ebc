import { type Fault, forbidden, notFound } from '@gatehouse/errors';
import { type Caller, mayUse } from '@gatehouse/http';
import type { AccessPolicy } from './route-table.ts';

/** Who sees the mailbox, which shows emails: anybody where only this machine can ask, elsewhere the operator; nobody when distributed. */
export type MailboxRule = 'open' | 'operator' | 'none';

const FOR_OPERATOR = 'Only the operator may do that';

const FOR_PERSON = {
  person: 'Only a person who is signed in may do that',
  supporter: 'Only a supporter who is signed in may do that',
};

/** Whether a path is for people, whose tokens count nowhere else. */
export function isForPeople(access: AccessPolicy | undefined): access is keyof typeof FOR_PERSON {
  return access === 'person' || access === 'supporter';
}

/** The rules of paths that depend on how the platform is run. */
export interface AccessRules {
  mailbox: MailboxRule;
  /** Whether the operator's console is served. */
  operatorConsole: boolean;
}

/** Whether a path needs no token. */
export function isOpen(access: AccessPolicy | undefined, { mailbox }: AccessRules): boolean {
  return access === 'open' || access === 'operator-console' || (access === 'mailbox' && mailbox === 'open');
}

/** The refusal of a path without a route. What exists below `/manage` is for the operator alone to know. */
export function refusalOfUnknownPath(path: string, caller: Caller): Fault {
  const isManagement = path === '/manage' || path.startsWith('/manage/');
  return isManagement && caller.kind !== 'operator' ? forbidden(FOR_OPERATOR) : notFound();
}

/** Refuses (404, 403) a caller that the access policy excludes. */
export function checkAccess(access: AccessPolicy, caller: Caller, rules: AccessRules): void {
  const { mailbox, operatorConsole } = rules;
  if (isForPeople(access) && !mayUse(access, caller)) throw forbidden(FOR_PERSON[access]);
  if (access === 'mailbox' && mailbox === 'none') throw notFound();
  if (access === 'operator-console' && !operatorConsole) throw notFound();
  const forOperator = access === 'operator' || (access === 'mailbox' && mailbox === 'operator');
  if (forOperator && caller.kind !== 'operator') throw forbidden(FOR_OPERATOR);
}
