import {
  type AcceptedRegistration,
  acceptedRegistration,
  type EmailData,
  emailOf,
  endedRegistration,
  erasePersonal,
  type OpenRegistration,
  openRegistration,
  type RegistrationState,
  registrationState,
  shapedBy,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';
import { newCommandRequest, sentAgain } from '../invitation/command-request.domain.ts';

/*
 * open              --accept-->   accepted    the right code was given: directory is to make, or find, the user
 * accepted          --complete--> accepted    directory has answered: without command request it is over
 * open              --expire-->   expired     its time is over
 * open              --end-->      revoked     nobody waits on it any more
 * open              --end-->      superseded  its email became a user's otherwise
 * open, expired     --sendAgain--> open       the next generation of link and code
 *
 * Each transition gives undefined for a registration in any other status. The schema of the next status says which
 * members go along.
 */

/** An email with a new link and code, which leave this app only sealed. */
export interface NewEmail extends EmailData<'registration'> {
  to: string;
  serviceId: string;
  sealed: string;
  correlationId: string;
}

/** The id of the email with a registration's link and code of one generation. */
export function registrationEmailId(registrationId: string, generation: number): string {
  return idFrom('registration-email', registrationId, String(generation));
}

function registrationEmail(registrationId: string, generation: number, email: NewEmail, at: string) {
  const { to: address, serviceId, sealed, correlationId, ...data } = email;
  const id = registrationEmailId(registrationId, generation);
  const about = { id, at, correlationId, serviceId, sealed, generation, notAfter: email.expiresAt };
  return emailOf('registration', { ...about, recipient: { address }, data });
}

/** The first link to an email. */
export function open(
  { id, email }: { id: string; email: string },
  newEmail: NewEmail,
  at: string,
): OpenRegistration {
  return shapedBy(openRegistration, {
    ...{ id, kind: 'registration', status: 'open', email, generation: 1, createdAt: at, updatedAt: at },
    expiresAt: newEmail.expiresAt,
    language: newEmail.language,
    messages: [registrationEmail(id, 1, newEmail, at)],
  });
}

/** Whether a new link can be made: it is open, or ran out. */
export function canBeSentAgain(state: RegistrationState): boolean {
  return (state.status === 'open' || state.status === 'expired') && state.email !== undefined;
}

/** A new link and code, sealed for the next generation; the old ones are unknown from then on. */
export function sendAgain(
  state: RegistrationState,
  newEmail: NewEmail,
  at: string,
): OpenRegistration | undefined {
  if (!canBeSentAgain(state)) return undefined;
  const generation = state.generation + 1;
  return shapedBy(openRegistration, {
    ...{ ...state, status: 'open', generation, updatedAt: at },
    expiresAt: newEmail.expiresAt,
    language: newEmail.language,
    messages: [registrationEmail(state.id, generation, newEmail, at)],
  });
}

/** Whether its time is over, noted or not. */
export function isOverdue(state: RegistrationState, now: number): boolean {
  return Date.parse(state.expiresAt) <= now;
}

/** What the form says: the id that a new user takes, their name, and the invitations ticked (`shown`) and not ticked. */
export type Acceptance = Pick<
  AcceptedRegistration,
  'userId' | 'shown' | 'declined' | 'language' | 'correlationId'
> & { givenName: string; familyName: string };

/** The right code was given: directory is asked to make, or find, the user. */
export function accept(
  state: RegistrationState,
  { language = state.language, ...acceptance }: Acceptance,
  now: number,
): AcceptedRegistration | undefined {
  if (state.status !== 'open' || isOverdue(state, now)) return undefined;
  const at = new Date(now).toISOString();
  const commandRequest = newCommandRequest('register', state.id, at);
  return shapedBy(acceptedRegistration, {
    ...{ ...state, ...acceptance, status: 'accepted', language, commandRequest },
    ...{ acceptedAt: at, updatedAt: at },
  });
}

/** Whether the person left an invitation out when they accepted others. */
export function hasDeclined(state: RegistrationState, invitationId: string): boolean {
  return state.status === 'accepted' && (state.declined ?? []).includes(invitationId);
}

/** Directory has answered. */
export function complete(state: RegistrationState, at: string): AcceptedRegistration | undefined {
  if (state.status !== 'accepted' || state.commandRequest === undefined) return undefined;
  return shapedBy(acceptedRegistration, { ...state, commandRequest: undefined, updatedAt: at });
}

/** Sends the command request again that has no reply. */
export function resendCommand(state: RegistrationState, at: string): AcceptedRegistration | undefined {
  if (state.status !== 'accepted' || state.commandRequest === undefined) return undefined;
  return { ...state, commandRequest: sentAgain(state.commandRequest, at), updatedAt: at };
}

/** What becomes of one under way whose record is lost: what its link and code were checked by was nowhere else. */
export function withdraw(state: RegistrationState, at: string): RegistrationState {
  return canBeJoined(state) ? ended(state, 'revoked', at) : state;
}

/** Ends an open one: nobody waits on it any more, or its email became a user's otherwise. */
export function end(
  state: RegistrationState,
  status: 'revoked' | 'superseded',
  at: string,
): RegistrationState | undefined {
  return state.status === 'open' ? ended(state, status, at) : undefined;
}

/** Ends an open one whose time is over. */
export function expire(state: RegistrationState, now: number): RegistrationState | undefined {
  if (state.status !== 'open' || !isOverdue(state, now)) return undefined;
  return ended(state, 'expired', new Date(now).toISOString());
}

function ended(state: RegistrationState, status: 'expired' | 'revoked' | 'superseded', at: string) {
  const over = shapedBy(endedRegistration, { ...state, status, updatedAt: at });
  return over.eraseOnceOver ? erasePersonal(registrationState, over) : over;
}

/** An email has gone out: its link and code are stored no longer, if they are still the current ones. */
export function dropSent(
  state: RegistrationState,
  emailId: string,
  at: string,
): OpenRegistration | undefined {
  if (state.status !== 'open' || state.messages?.some(({ id }) => id === emailId) !== true) return undefined;
  return shapedBy(openRegistration, { ...state, messages: undefined, updatedAt: at });
}

/** Whether invitations may still join it: it is open, or accepted and its user about to be made. */
export function canBeJoined(state: RegistrationState): boolean {
  return state.status === 'open' || (state.status === 'accepted' && state.commandRequest !== undefined);
}

/** A person who had its address was removed while it is open: see `eraseOnceOver`. */
export function eraseLater(state: RegistrationState, at: string): OpenRegistration | undefined {
  if (state.status !== 'open' || state.eraseOnceOver) return undefined;
  return { ...state, eraseOnceOver: true, updatedAt: at };
}

/** Takes out what is personal, of one that is over and whose person was removed. */
export function erase(state: RegistrationState, at: string): RegistrationState | undefined {
  const erased = canBeJoined(state) ? state : erasePersonal(registrationState, state);
  return erased === state ? undefined : { ...erased, updatedAt: at };
}
