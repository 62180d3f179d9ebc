import {
  type InvitationOf,
  isWhomItFound,
  type Membership,
  type PresentUser,
  type RemovedUser,
  removedUser,
  shapedBy,
  type UserState,
} from '@gatehouse/contracts';
import type { Put } from '../resources/put.domain.ts';
import {
  type AnsweredRequests,
  hasAnswered,
  isKnownCommandRequest,
  type RequestKey,
  rememberCommandRequest,
} from './answered-requests.domain.ts';
import { fitsAnother } from './membership-limit.domain.ts';

/** The details of a person that an operator sets. */
export interface Person {
  email: string;
  givenName: string;
  familyName: string;
  status: 0 | 1;
}

/** The language that a person chose last; none where they chose none. */
export type Language = NonNullable<PresentUser['language']>;

/** The properties of a membership that an operator sets. */
export type MembershipTerms = Pick<Membership, 'roleId' | 'numericIdentifier' | 'textIdentifier'>;

/** The user's version and the instant of a change. */
export interface Moment {
  version: number;
  at: string;
}

export const END_USER = 0;

/** The first incarnation of an id. */
function begin(id: string, person: Person, at: string): PresentUser {
  return {
    ...{ id, answered: [], state: 'present', ...person },
    ...{ memberships: [], createdAt: at, updatedAt: at },
  };
}

/** A new incarnation of a removed user's id: without memberships, with the old answers. */
function beginAnew(removed: RemovedUser, person: Person, { version, at }: Moment): PresentUser {
  return { ...begin(removed.id, person, at), ...memoryOf(removed), incarnation: version };
}

function memoryOf({ answered, answeredThrough }: AnsweredRequests): AnsweredRequests {
  return { answered, ...(answeredThrough === undefined ? {} : { answeredThrough }) };
}

/** Makes the user, or sets the person's details; `unchanged` where they are the same. */
export function putUser(
  current: UserState | undefined,
  id: string,
  person: Person,
  moment: Moment,
): Put<PresentUser> {
  const { at } = moment;
  if (current === undefined) return { outcome: 'created', state: begin(id, person, at) };
  if (current.state === 'removed') return { outcome: 'created', state: beginAnew(current, person, moment) };
  const { email, givenName, familyName, status } = person;
  const same =
    current.email === email &&
    current.givenName === givenName &&
    current.familyName === familyName &&
    current.status === status;
  if (same) return { outcome: 'unchanged', state: current };
  return { outcome: 'replaced', state: { ...current, ...person, updatedAt: at } };
}

/** The person under other names; undefined where they are the same. */
export function renameUser(
  current: PresentUser,
  { givenName, familyName }: Pick<Person, 'givenName' | 'familyName'>,
  at: string,
): PresentUser | undefined {
  if (current.givenName === givenName && current.familyName === familyName) return undefined;
  return { ...current, givenName, familyName, updatedAt: at };
}

/** Erases the personal members. The answers stay, so that no request has a second effect in a later incarnation. */
export function removeUser(current: PresentUser, at: string): RemovedUser {
  return shapedBy(removedUser, { ...current, state: 'removed', removedAt: at });
}

/** The user's membership of an organisation. */
export function membershipOf(user: PresentUser, organisationId: string): Membership | undefined {
  return user.memberships.find((membership) => membership.organisationId === organisationId);
}

function newMembership(organisationId: string, terms: MembershipTerms, { version, at }: Moment): Membership {
  return { organisationId, ...terms, incarnation: version, createdAt: at, updatedAt: at };
}

/** Makes or replaces a membership. A replaced one keeps its `incarnation` and `createdAt`. */
export function putMembership(
  current: PresentUser,
  organisationId: string,
  terms: MembershipTerms,
  moment: Moment,
): Put<PresentUser> {
  const previous = membershipOf(current, organisationId);
  if (previous === undefined) {
    const memberships = [...current.memberships, newMembership(organisationId, terms, moment)];
    return { outcome: 'created', state: { ...current, memberships } };
  }
  const same =
    previous.roleId === terms.roleId &&
    previous.numericIdentifier === terms.numericIdentifier &&
    previous.textIdentifier === terms.textIdentifier;
  if (same) return { outcome: 'unchanged', state: current };
  const { incarnation, createdAt } = previous;
  const replaced: Membership = { organisationId, ...terms, incarnation, createdAt, updatedAt: moment.at };
  const memberships = current.memberships.map((each) => (each === previous ? replaced : each));
  return { outcome: 'replaced', state: { ...current, memberships } };
}

/** Gives a member another role, and leaves the other terms; undefined where there is no such membership. */
export function changeRole(
  current: PresentUser,
  organisationId: string,
  roleId: Membership['roleId'],
  moment: Moment,
): Put<PresentUser> | undefined {
  const membership = membershipOf(current, organisationId);
  return membership && putMembership(current, organisationId, { ...membership, roleId }, moment);
}

/** Undefined where there is no such membership. */
export function removeMembership(current: PresentUser, organisationId: string): PresentUser | undefined {
  const memberships = current.memberships.filter((each) => each.organisationId !== organisationId);
  return memberships.length === current.memberships.length ? undefined : { ...current, memberships };
}

/** Answers a command request and does nothing else; undefined where it is answered already. */
export function answerCommandRequest(current: UserState, commandRequest: RequestKey): UserState | undefined {
  return hasAnswered(current, commandRequest)
    ? undefined
    : { ...current, ...rememberCommandRequest(current, commandRequest) };
}

/** The command request of an invitation: that the user it found be linked. */
export type LinkCommandRequest = Pick<
  InvitationOf<'linking'>,
  'commandRequest' | 'organisationId' | 'userVersion' | 'email'
>;

/**
 * Answers the command request and makes the user an end user of the organisation, if one is named. A member keeps their
 * role. A removed user is not restored, and a later incarnation of the id is not linked instead. A request that is resent
 * has no second effect. A user who can have no more memberships only answers: access then has nothing to grant, and the
 * requester goes on.
 */
export function linkByCommandRequest(
  current: UserState,
  asked: LinkCommandRequest,
  moment: Moment,
): UserState | undefined {
  const { commandRequest, organisationId } = asked;
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || organisationId === undefined) return answered;
  if (isKnownCommandRequest(current, commandRequest) || membershipOf(answered, organisationId) !== undefined)
    return answered;
  if (!isWhomItFound(asked, answered)) return answered;
  const membership = newMembership(organisationId, { roleId: END_USER }, moment);
  const memberships = [...answered.memberships, membership];
  return fitsAnother(memberships) ? { ...answered, memberships } : answered;
}

/** Answers a registration's command request, and keeps the language that the person chose on its page. */
export function answerRegistration(
  current: UserState,
  commandRequest: RequestKey,
  language: Language | undefined,
): UserState | undefined {
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || language === undefined) return answered;
  return { ...answered, language };
}

/** Makes the user that a registration requests under its id. Where that id is known, it only answers. */
export function registerByCommandRequest(
  current: UserState | undefined,
  id: string,
  person: Person,
  {
    commandRequest,
    language,
    at,
  }: { commandRequest: RequestKey; language: Language | undefined; at: string },
): UserState | undefined {
  return answerRegistration(current ?? begin(id, person, at), commandRequest, language);
}
