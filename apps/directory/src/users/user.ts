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
import type { Put } from '../records/put.ts';
import {
  type AnsweredRequests,
  hasAnswered,
  isKnownCommandRequest,
  type RequestKey,
  rememberCommandRequest,
} from './answered-requests.domain.ts';
import { hasRoomForAnother } from './membership-limit.domain.ts';

/** What the operator says of a person. */
export interface Person {
  email: string;
  givenName: string;
  familyName: string;
  status: 0 | 1;
}

/** The language that a person chose last; none where they chose none. */
export type Language = NonNullable<PresentUser['language']>;

/** What the operator says of a membership. */
export type MembershipTerms = Pick<Membership, 'roleId' | 'numericIdentifier' | 'textIdentifier'>;

/** When a change is made: at which version of the user, and at which instant. */
export interface Moment {
  version: number;
  at: string;
}

export const END_USER = 0;

/** An id that was never a user's begins its first life. */
function begin(id: string, person: Person, at: string): PresentUser {
  return {
    ...{ id, answered: [], state: 'present', ...person },
    ...{ memberships: [], createdAt: at, updatedAt: at },
  };
}

/** An id whose user was removed begins a new life: without memberships, with the old answers. */
function beginAnew(removed: RemovedUser, person: Person, { version, at }: Moment): PresentUser {
  return { ...begin(removed.id, person, at), ...memoryOf(removed), incarnation: version };
}

function memoryOf({ answered, answeredThrough }: AnsweredRequests): AnsweredRequests {
  return { answered, ...(answeredThrough === undefined ? {} : { answeredThrough }) };
}

/** Makes the user, or sets the person's own members; what is the same already is left as it is. */
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

/** Takes out all that is personal; the answers stay, so that nothing asked before is done again in a later life. */
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

/** Makes or replaces a membership. One that is replaced is still the same: it keeps `incarnation` and `createdAt`. */
export function putMembership(
  current: PresentUser,
  organisationId: string,
  terms: MembershipTerms,
  moment: Moment,
): Put<PresentUser> {
  const held = membershipOf(current, organisationId);
  if (held === undefined) {
    const memberships = [...current.memberships, newMembership(organisationId, terms, moment)];
    return { outcome: 'created', state: { ...current, memberships } };
  }
  const same =
    held.roleId === terms.roleId &&
    held.numericIdentifier === terms.numericIdentifier &&
    held.textIdentifier === terms.textIdentifier;
  if (same) return { outcome: 'unchanged', state: current };
  const { incarnation, createdAt } = held;
  const replaced: Membership = { organisationId, ...terms, incarnation, createdAt, updatedAt: moment.at };
  const memberships = current.memberships.map((each) => (each === held ? replaced : each));
  return { outcome: 'replaced', state: { ...current, memberships } };
}

/** Undefined where there is no such membership. */
export function removeMembership(current: PresentUser, organisationId: string): PresentUser | undefined {
  const memberships = current.memberships.filter((each) => each.organisationId !== organisationId);
  return memberships.length === current.memberships.length ? undefined : { ...current, memberships };
}

/** Answers an ask and does nothing else; undefined where that asking is answered already. */
export function answerCommandRequest(current: UserState, commandRequest: RequestKey): UserState | undefined {
  return hasAnswered(current, commandRequest)
    ? undefined
    : { ...current, ...rememberCommandRequest(current, commandRequest) };
}

/** What an invitation asks of the user that it found. */
export type LinkCommandRequest = Pick<
  InvitationOf<'linking'>,
  'commandRequest' | 'organisationId' | 'userVersion' | 'email'
>;

/**
 * Links a user to an organisation (where one is named) as an end user, and answers the ask. Who is a member stays what
 * they are; who was removed is not brought back, nor is whoever has the id since linked in their place; an ask that is
 * asked again has no second effect. Where there is no room for another membership the answer is all: access then finds
 * nothing to grant, and the asker goes on.
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
  return hasRoomForAnother(memberships) ? { ...answered, memberships } : answered;
}

/** The person who answers a registration has chosen a language on its page. */
export function answerRegistration(
  current: UserState,
  commandRequest: RequestKey,
  language: Language | undefined,
): UserState | undefined {
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || language === undefined) return answered;
  return { ...answered, language };
}

/** Makes the user that a registration asks for, under the id it chose, or answers as whatever has become of that id. */
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
