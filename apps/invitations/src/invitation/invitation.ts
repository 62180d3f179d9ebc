import {
  acceptedInvitation,
  declinedInvitation,
  type EmailData,
  emailOf,
  erasePersonal,
  expiredInvitation,
  grantingInvitation,
  type InvitationOf,
  type InvitationState,
  invitationState,
  type ListedStatus,
  linkingInvitation,
  listedStatusOf,
  type Message,
  receivedInvitation,
  revokedInvitation,
  shapedBy,
  waitingInvitation,
} from '@gatehouse/contracts';
import { idFrom, timedIdFrom } from '@gatehouse/runtime/ids';
import { newCommandRequest, sentAgain } from './command-request.domain.ts';

/*
 * received   --wait-->        waiting     its email is nobody's: it waits on a registration
 * received, waiting --link--> linking     its email is a user's: directory is to link the user
 * linking    --grant-->       granting    the user is linked: access is to grant
 * granting   --accept-->      accepted    everything is in place, callback and email are to be sent
 * linking, granting --abandon--> revoked  the user was removed
 * waiting    --expire-->      expired     its registration ran out
 * waiting    --decline-->     declined    its person does not want it
 * received, waiting, expired --revoke--> revoked        the operator or the service ends it
 * waiting, expired --reconsider--> received, expired --wait--> waiting   it is decided again
 * revoked, declined --resume--> waiting                 the form was accepted at the same moment
 *
 * Each transition gives undefined for an invitation in any other status. The schema of the next status says which
 * members go along.
 */

/** What a service requests; an invitation gets the rest as it is received. */
export type Request = Omit<
  InvitationOf<'received'>,
  'kind' | 'status' | 'createdAt' | 'updatedAt' | 'expiresAt'
>;
type Next<S extends InvitationState['status']> = InvitationOf<S> | undefined;

/** `open`, `accepted` (also while that is under way), `expired`, `revoked` or `declined`. */
export function listedStatus({ status }: Pick<InvitationState, 'status'>): ListedStatus {
  return listedStatusOf[status];
}

/** The registration that an invitation waits, or waited, on. */
export function registrationOf(state: InvitationState): string | undefined {
  return state.status === 'received' ? undefined : state.registrationId;
}

/** A request that was accepted: whether its email is a user's is decided next. */
export function receive(request: Request, at: string, expiresAt: string): InvitationOf<'received'> {
  const times = { createdAt: at, updatedAt: at, expiresAt };
  return shapedBy(receivedInvitation, { ...request, ...times, kind: 'invitation', status: 'received' });
}

/** Its email is nobody's: it waits on a registration, and expires with it. */
export function wait(
  state: InvitationState,
  { id: registrationId, expiresAt }: { id: string; expiresAt: string },
  at: string,
): Next<'waiting'> {
  if (state.status !== 'received' && state.status !== 'expired') return undefined;
  const changed = { status: 'waiting' as const, registrationId, expiresAt, updatedAt: at };
  return shapedBy(waitingInvitation, { ...state, ...changed });
}

/** The registration that it waits on has another expiry now. */
export function renew(state: InvitationState, expiresAt: string, at: string): Next<'waiting'> {
  if (state.status !== 'waiting' || state.expiresAt === expiresAt) return undefined;
  return { ...state, expiresAt, updatedAt: at };
}

/** Its registration is over, or it is revived: whether its email is a user's is decided again. */
export function reconsider(state: InvitationState, at: string): Next<'received'> {
  if (state.status !== 'waiting' && state.status !== 'expired') return undefined;
  return shapedBy(receivedInvitation, { ...state, status: 'received', updatedAt: at });
}

/**
 * Its email is a user's, as found at that version: directory is asked to link that user. `inform`: the user did not come
 * by its link, and gets an email.
 */
export function link(
  state: InvitationState,
  found: Pick<InvitationOf<'linking'>, 'userId' | 'userVersion' | 'inform'>,
  at: string,
): Next<'linking'> {
  if (state.status !== 'received' && state.status !== 'waiting') return undefined;
  const commandRequest = newCommandRequest('link', state.id, at);
  const changed = { status: 'linking' as const, ...found, commandRequest, updatedAt: at };
  return shapedBy(linkingInvitation, { ...state, ...changed });
}

/** The user is linked: access is asked to grant, and to show, the user at this version. */
export function grant(state: InvitationState, userVersion: number, at: string): Next<'granting'> {
  if (state.status !== 'linking') return undefined;
  const commandRequest = newCommandRequest('grant', state.id, at);
  const changed = { status: 'granting' as const, userVersion, commandRequest, updatedAt: at };
  return shapedBy(grantingInvitation, { ...state, ...changed });
}

/** What the informing email names. */
export type Informing = EmailData<'informing'>;

/** The id of the delivery of the email that informs an invitation's user. */
export function informingEmailId(invitationId: string): string {
  return idFrom('informing-email', invitationId);
}

/** Everything is in place and can be read. Callback and email have ids made from the invitation's: each is sent once. */
export function accept(
  state: InvitationState,
  { commandRequestId, informing }: { commandRequestId: string; informing: Informing },
  at: string,
): Next<'accepted'> {
  if (state.status !== 'granting' || state.commandRequest.id !== commandRequestId) return undefined;
  const messages = messagesOf(state, informing, at);
  return shapedBy(acceptedInvitation, {
    ...state,
    status: 'accepted',
    acceptedAt: at,
    updatedAt: at,
    messages,
  });
}

function messagesOf(state: InvitationOf<'granting'>, informing: Informing, at: string): Message[] {
  const { id, userId: sub, callback: url, audienceServiceId, serviceId, sourceId, inform } = state;
  const about = { at, correlationId: state.correlationId };
  const messages: Message[] = [];
  if (url !== undefined) {
    const callback = {
      id: timedIdFrom(state.createdAt, 'callback', id),
      serviceId: audienceServiceId,
      url,
      body: { sub, sourceId },
    };
    messages.push({ ...about, kind: 'callback', ...callback });
  }
  if (inform) {
    // To whom and in which language: as the user is when the email goes out.
    const recipient = { userId: sub, userVersion: state.userVersion };
    const email = { id: informingEmailId(id), serviceId, recipient, data: informing };
    messages.push(emailOf('informing', { ...about, ...email }));
  }
  return messages;
}

/** The registration that it waited on ran out. */
export function expire(state: InvitationState, at: string): Next<'expired'> {
  if (state.status !== 'waiting') return undefined;
  return erasedIfDue(shapedBy(expiredInvitation, { ...state, status: 'expired', updatedAt: at }));
}

/** Who ends an invitation. */
export type RevokedBy = Exclude<InvitationOf<'revoked'>['reason'], 'user-removed'>;

/** The operator or the service ends it. Once its email is a user's, it cannot be ended. */
export function revoke(state: InvitationState, by: RevokedBy, at: string): Next<'revoked'> {
  if (listedStatusOf[state.status] !== 'open' && state.status !== 'expired') return undefined;
  return revoked(state, by, at);
}

function revoked(state: InvitationState, reason: InvitationOf<'revoked'>['reason'], at: string) {
  return erasedIfDue(shapedBy(revokedInvitation, { ...state, status: 'revoked', reason, updatedAt: at }));
}

/** Its person declines it while it waits: nothing comes of it. */
export function decline(state: InvitationState, at: string): Next<'declined'> {
  if (state.status !== 'waiting') return undefined;
  return erasedIfDue(shapedBy(declinedInvitation, { ...state, status: 'declined', updatedAt: at }));
}

/** It was revoked or declined while the form of its registration was accepted with it: it waits again. */
export function resume(state: InvitationState, at: string): Next<'waiting'> {
  const ended =
    state.status === 'declined' || (state.status === 'revoked' && state.reason !== 'user-removed');
  const registrationId = registrationOf(state);
  if (!ended || registrationId === undefined) return undefined;
  return shapedBy(waitingInvitation, { ...state, status: 'waiting', registrationId, updatedAt: at });
}

/** What becomes of one whose own record is lost and that others know of: it is over, and nothing is to be sent. */
export function withdraw(state: InvitationState, at: string): InvitationState {
  if (state.status === 'revoked' || state.status === 'declined') return state;
  if (state.status !== 'accepted') return revoked(state, 'operator', at);
  return shapedBy(acceptedInvitation, { ...state, messages: undefined, updatedAt: at });
}

/** The person was removed while it was under way: there is nobody to call about. */
export function abandon(state: InvitationState, at: string): Next<'revoked'> {
  if (state.status !== 'linking' && state.status !== 'granting') return undefined;
  return erasePersonal(invitationState, revoked(state, 'user-removed', at));
}

/** Sends the command request again that has no reply. */
export function resendCommand(state: InvitationState, at: string): Next<'linking' | 'granting'> {
  if (state.status !== 'linking' && state.status !== 'granting') return undefined;
  return { ...state, commandRequest: sentAgain(state.commandRequest, at), updatedAt: at };
}

/** A person who had its address was removed while it is open: see `eraseOnceOver`. */
export function eraseLater(state: InvitationState, at: string): Next<'received' | 'waiting'> {
  if (state.status !== 'received' && state.status !== 'waiting') return undefined;
  return state.eraseOnceOver ? undefined : { ...state, eraseOnceOver: true, updatedAt: at };
}

function erasedIfDue<S extends InvitationState>(over: S): S {
  return over.eraseOnceOver ? erasePersonal(invitationState, over) : over;
}

/** Takes out what is personal, of one that is over and whose person was removed. */
export function erase(state: InvitationState, at: string): InvitationState | undefined {
  const isOver = ['accepted', 'expired', 'revoked', 'declined'].includes(state.status);
  const erased = isOver ? erasePersonal(invitationState, state) : state;
  return erased === state ? undefined : { ...erased, updatedAt: at };
}
