import type { InvitationOf, InvitationState } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import { askedAgain, newCommandRequest } from './command-request.ts';

/** What every invitation says, whatever its status. */
export type InvitationFacts = Omit<InvitationOf<'received'>, 'status'>;
/** What is asked for; the rest an invitation gets as it is received. */
export type Request = Omit<InvitationFacts, 'kind' | 'createdAt' | 'updatedAt' | 'expiresAt'>;
/** How a status is told to operators. */
export type ListedStatus = 'open' | 'accepted' | 'expired' | 'revoked' | 'declined';
/** A change that comes to nothing: the invitation is not in a status in which it means anything. */
type Next<S extends InvitationState['status']> = InvitationOf<S> | undefined;

const LISTED: Record<InvitationState['status'], ListedStatus> = {
  received: 'open',
  waiting: 'open',
  linking: 'accepted',
  granting: 'accepted',
  accepted: 'accepted',
  expired: 'expired',
  revoked: 'revoked',
  declined: 'declined',
};

/** `open`, `accepted` (also while that is under way), `expired`, `revoked` or `declined`. */
export function listedStatus({ status }: Pick<InvitationState, 'status'>): ListedStatus {
  return LISTED[status];
}

/** What the statuses have in common, with the time of the change. */
function factsOf(state: InvitationState, at: string): InvitationFacts {
  // Each status has its own members beside the facts; this names them all, so that none is carried over.
  const {
    status,
    registrationId,
    userId,
    inform,
    commandRequest,
    userVersion,
    acceptedAt,
    callbackToSend,
    emailToSend,
    reason,
    ...facts
  } = state as InvitationFacts & Record<string, unknown>;
  return { ...facts, updatedAt: at };
}

/** The registration that an invitation waits, or waited, on. */
export function registrationOf(state: InvitationState): { registrationId?: string } {
  if (state.status === 'received' || state.registrationId === undefined) return {};
  return { registrationId: state.registrationId };
}

/** A request that was accepted: whether its email is a user's is decided next. */
export function receive(request: Request, at: string, expiresAt: string): InvitationOf<'received'> {
  return { ...request, kind: 'invitation', status: 'received', createdAt: at, updatedAt: at, expiresAt };
}

/** Its email is nobody's: it waits on a registration, and expires with it. */
export function wait(
  state: InvitationState,
  registration: { id: string; expiresAt: string },
  at: string,
): Next<'waiting'> {
  if (state.status !== 'received' && state.status !== 'expired') return undefined;
  const { id: registrationId, expiresAt } = registration;
  return { ...factsOf(state, at), status: 'waiting', registrationId, expiresAt };
}

/** The registration that it waits on now ends at another time. */
export function renew(state: InvitationState, expiresAt: string, at: string): Next<'waiting'> {
  if (state.status !== 'waiting' || state.expiresAt === expiresAt) return undefined;
  return { ...state, expiresAt, updatedAt: at };
}

/** What it waited on is over, or it is revived: whether its email is a user's is decided anew. */
export function reconsider(state: InvitationState, at: string): Next<'received'> {
  if (state.status !== 'waiting' && state.status !== 'expired') return undefined;
  return { ...factsOf(state, at), status: 'received' };
}

/**
 * Its email is a user's, as found at that version: directory is asked to link that user. `inform`: the user did not come
 * by its link.
 */
export function link(
  state: InvitationState,
  { userId, userVersion, inform }: { userId: string; userVersion: number; inform: boolean },
  at: string,
): Next<'linking'> {
  if (state.status !== 'received' && state.status !== 'waiting') return undefined;
  const commandRequest = newCommandRequest('link', state.id, at);
  return {
    ...factsOf(state, at),
    ...registrationOf(state),
    status: 'linking',
    userId,
    userVersion,
    inform,
    commandRequest,
  };
}

/** The user is linked: access is asked to grant, and to show, the user at this version. */
export function grant(state: InvitationState, userVersion: number, at: string): Next<'granting'> {
  if (state.status !== 'linking') return undefined;
  const { userId, inform } = state;
  const commandRequest = newCommandRequest('grant', state.id, at);
  const facts = { ...factsOf(state, at), ...registrationOf(state) };
  return { ...facts, status: 'granting', userId, inform, userVersion, commandRequest };
}

/** Whom the informing email goes to, and what it names. */
export interface Informing {
  to: string;
  givenName?: string;
  serviceName: string;
  organisationName?: string;
  granted?: boolean;
  language?: 'en' | 'cy';
}

/** Everything is in place and can be read. What is owed has ids made from the invitation's, so it is owed once. */
export function accept(
  state: InvitationState,
  { commandRequestId, informing }: { commandRequestId: string; informing: Informing },
  at: string,
): Next<'accepted'> {
  if (state.status !== 'granting' || state.commandRequest.id !== commandRequestId) return undefined;
  const { id, userId, callback: url, audienceServiceId, sourceId } = state;
  const callbackToSend =
    url === undefined
      ? {}
      : { callbackToSend: { id: idFrom('callback', id), url, audienceServiceId, sub: userId, sourceId, at } };
  const emailToSend = state.inform
    ? { emailToSend: { id: idFrom('informing-email', id), ...informing, at } }
    : {};
  const facts = { ...factsOf(state, at), ...registrationOf(state) };
  return { ...facts, status: 'accepted', userId, acceptedAt: at, ...callbackToSend, ...emailToSend };
}

/** The registration that it waited on ran out. */
export function expire(state: InvitationState, at: string): Next<'expired'> {
  if (state.status !== 'waiting') return undefined;
  return forgotten({ ...factsOf(state, at), status: 'expired', registrationId: state.registrationId }, at);
}

/** The operator ends it. Once its email is a user's, it takes its course. */
export function revoke(state: InvitationState, at: string): Next<'revoked'> {
  if (state.status !== 'received' && state.status !== 'waiting' && state.status !== 'expired')
    return undefined;
  const facts = { ...factsOf(state, at), ...registrationOf(state) };
  return forgotten({ ...facts, status: 'revoked', reason: 'operator' }, at);
}

/** Its person declines it while it waits: nothing comes of it. */
export function decline(state: InvitationState, at: string): Next<'declined'> {
  if (state.status !== 'waiting') return undefined;
  const { registrationId } = state;
  return forgotten({ ...factsOf(state, at), status: 'declined', registrationId }, at);
}

/**
 * One that was revoked or declined while the form of the registration that it waited on was accepted with it: it waits
 * again, and takes its course.
 */
export function resume(state: InvitationState, at: string): Next<'waiting'> {
  const ended = state.status === 'declined' || (state.status === 'revoked' && state.reason === 'operator');
  if (!ended) return undefined;
  const { registrationId } = state;
  if (registrationId === undefined) return undefined;
  return { ...factsOf(state, at), status: 'waiting', registrationId };
}

/** What becomes of one that only others know of, its own record lost: over, and it owes nothing. */
export function withdraw(
  state: InvitationState,
  at: string,
): InvitationOf<'accepted' | 'revoked' | 'declined'> {
  if (state.status === 'revoked' || state.status === 'declined') return state;
  const facts = { ...factsOf(state, at), ...registrationOf(state) };
  if (state.status !== 'accepted') return { ...facts, status: 'revoked', reason: 'operator' };
  const { userId, acceptedAt } = state;
  return { ...facts, status: 'accepted', userId, acceptedAt };
}

/** The person was removed while it was under way: there is nobody to call about. */
export function abandon(state: InvitationState, at: string): Next<'revoked'> {
  if (state.status !== 'linking' && state.status !== 'granting') return undefined;
  const facts = { ...factsOf(state, at), ...registrationOf(state) };
  return scrub({ ...facts, status: 'revoked', reason: 'user-removed' }, at) as InvitationOf<'revoked'>;
}

/** Asks once more what was not answered. */
export function askAgain(state: InvitationState, at: string): Next<'linking' | 'granting'> {
  if (state.status !== 'linking' && state.status !== 'granting') return undefined;
  return { ...state, commandRequest: askedAgain(state.commandRequest, at), updatedAt: at };
}

/** A person who had its address was removed while it is open: see `eraseOnceOver`. */
export function forgetLater(state: InvitationState, at: string): Next<'received' | 'waiting'> {
  if (state.status !== 'received' && state.status !== 'waiting') return undefined;
  return state.eraseOnceOver ? undefined : { ...state, eraseOnceOver: true, updatedAt: at };
}

function forgotten<S extends InvitationState>(over: S, at: string): S {
  return over.eraseOnceOver ? ((scrub(over, at) ?? over) as S) : over;
}

/** Takes out what is personal, once it is over and its person was removed. */
export function scrub(state: InvitationState, at: string): InvitationState | undefined {
  const over = ['accepted', 'expired', 'revoked', 'declined'].includes(state.status);
  if (!over || state.email === undefined) return undefined;
  const { email, givenName, familyName, subjectOverride, bodyOverride, ...rest } = state;
  const { emailToSend, ...impersonal } = rest as Record<string, unknown>;
  return { ...impersonal, updatedAt: at } as InvitationState;
}
