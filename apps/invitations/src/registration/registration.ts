import type { AcceptedRegistration, OpenRegistration, RegistrationState } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import { askedAgain, newCommandRequest } from '../invitation/command-request.ts';

/** A new link and code, in the only form in which they leave this app. */
export interface SealedLetter {
  /** What the email says: the first invitation's service, organisation, names and overrides. */
  content: {
    to: string;
    givenName?: string;
    serviceId: string;
    serviceName: string;
    organisationName?: string;
    subjectOverride?: string;
    bodyOverride?: string;
    language?: 'en' | 'cy';
    correlationId: string;
  };
  /** Token and code, sealed for the generation that they belong to. */
  sealed: string;
  expiresAt: string;
}

function emailToSend(
  id: string,
  generation: number,
  { content, sealed, expiresAt }: SealedLetter,
  at: string,
) {
  const emailId = idFrom('registration-email', id, String(generation));
  return { id: emailId, generation, ...content, sealed, expiresAt, at };
}

function languageOf({ content: { language } }: SealedLetter): { language?: 'en' | 'cy' } {
  return language === undefined ? {} : { language };
}

/** The first link to an email. */
export function open(
  { id, email }: { id: string; email: string },
  letter: SealedLetter,
  at: string,
): OpenRegistration {
  return {
    id,
    kind: 'registration',
    status: 'open',
    email,
    generation: 1,
    createdAt: at,
    updatedAt: at,
    expiresAt: letter.expiresAt,
    ...languageOf(letter),
    emailToSend: emailToSend(id, 1, letter, at),
  };
}

/** Whether a new link can be made: it is open, or ran out. */
export function canBeSentAgain(state: RegistrationState): boolean {
  return (state.status === 'open' || state.status === 'expired') && state.email !== undefined;
}

/** A new link and code, sealed for the next generation; the old ones are unknown from then on. */
export function sendAgain(
  state: RegistrationState,
  letter: SealedLetter,
  at: string,
): OpenRegistration | undefined {
  if (!canBeSentAgain(state)) return undefined;
  const { id, kind, email, eraseOnceOver, createdAt } = state;
  const generation = state.generation + 1;
  return {
    id,
    kind,
    status: 'open',
    ...(email === undefined ? {} : { email }),
    generation,
    ...(eraseOnceOver && { eraseOnceOver }),
    createdAt,
    updatedAt: at,
    expiresAt: letter.expiresAt,
    ...languageOf(letter),
    emailToSend: emailToSend(id, generation, letter, at),
  };
}

/** Whether its time is over, noted or not. */
export function isOverdue(state: RegistrationState, now: number): boolean {
  return Date.parse(state.expiresAt) <= now;
}

/** What the page was told. */
export interface Acceptance {
  /** The id that a new user takes. */
  userId: string;
  givenName: string;
  familyName: string;
  /** The invitations that the page named and the person ticked. */
  shown: string[];
  /** Those that they did not tick. */
  declined?: string[];
  /** The language that they have chosen, if any. */
  language?: 'en' | 'cy';
  correlationId: string;
}

/** The right code was given: directory is asked to make, or find, the user. */
export function accept(
  state: RegistrationState,
  acceptance: Acceptance,
  now: number,
): AcceptedRegistration | undefined {
  if (state.status !== 'open' || isOverdue(state, now)) return undefined;
  const at = new Date(now).toISOString();
  const { emailToSend: _sent, ...facts } = state;
  const commandRequest = newCommandRequest('register', state.id, at);
  return { ...facts, status: 'accepted', ...acceptance, acceptedAt: at, updatedAt: at, commandRequest };
}

/** Whether the person left an invitation out when they accepted others. */
export function hasDeclined(state: RegistrationState, invitationId: string): boolean {
  return state.status === 'accepted' && (state.declined ?? []).includes(invitationId);
}

/** Directory has answered. */
export function settle(state: RegistrationState, at: string): AcceptedRegistration | undefined {
  if (state.status !== 'accepted' || state.commandRequest === undefined) return undefined;
  const { commandRequest: _answered, ...rest } = state;
  return { ...rest, updatedAt: at };
}

/** Asks once more what was not answered. */
export function askAgain(state: RegistrationState, at: string): AcceptedRegistration | undefined {
  if (state.status !== 'accepted' || state.commandRequest === undefined) return undefined;
  return { ...state, commandRequest: askedAgain(state.commandRequest, at), updatedAt: at };
}

/** Whether nothing comes of it any more. */
function isOver(state: RegistrationState): boolean {
  return state.status !== 'open' && (state.status !== 'accepted' || state.commandRequest === undefined);
}

/** What becomes of one under way whose record is lost: what its link and code were checked by was nowhere else. */
export function withdraw(state: RegistrationState, at: string): RegistrationState {
  if (isOver(state)) return state;
  const { id, kind, email, generation, createdAt, expiresAt } = state;
  const facts = { id, kind, ...(email !== undefined && { email }), generation, createdAt, expiresAt };
  return { ...facts, status: 'revoked', updatedAt: at };
}

/** Ends an open one: nobody waits on it any more, or its email became a user's otherwise. */
export function end(
  state: RegistrationState,
  status: 'revoked' | 'superseded',
  at: string,
): RegistrationState | undefined {
  if (state.status !== 'open') return undefined;
  const { emailToSend: _unsent, ...facts } = state;
  return forgotten({ ...facts, status, updatedAt: at }, at);
}

/** Ends an open one whose time is over. */
export function expire(state: RegistrationState, now: number): RegistrationState | undefined {
  if (state.status !== 'open' || !isOverdue(state, now)) return undefined;
  const { emailToSend: _unsent, ...facts } = state;
  const at = new Date(now).toISOString();
  return forgotten({ ...facts, status: 'expired', updatedAt: at }, at);
}

/** An email has gone out: its link and code are needed no longer, if they are still the current ones. */
export function dropSealed(
  state: RegistrationState,
  emailId: string,
  at: string,
): OpenRegistration | undefined {
  if (state.status !== 'open' || state.emailToSend.id !== emailId) return undefined;
  if (state.emailToSend.sealed === undefined) return undefined;
  const { sealed: _sent, ...email } = state.emailToSend;
  return { ...state, emailToSend: email, updatedAt: at };
}

/** Whether invitations may still join it: it is open, or accepted and its user about to be made. */
export function canBeJoined(state: RegistrationState): boolean {
  return state.status === 'open' || (state.status === 'accepted' && state.commandRequest !== undefined);
}

/** A person who had its address was removed while it is open: see `eraseOnceOver`. */
export function forgetLater(state: RegistrationState, at: string): OpenRegistration | undefined {
  if (state.status !== 'open' || state.eraseOnceOver) return undefined;
  return { ...state, eraseOnceOver: true, updatedAt: at };
}

function forgotten(over: RegistrationState, at: string): RegistrationState {
  return over.eraseOnceOver ? (scrub(over, at) ?? over) : over;
}

/** Takes out what is personal, once it is over and its person was removed. */
export function scrub(state: RegistrationState, at: string): RegistrationState | undefined {
  if (canBeJoined(state) || state.email === undefined) return undefined;
  const { email, ...rest } = state;
  const { givenName, familyName, language, ...impersonal } = rest as Record<string, unknown>;
  return { ...impersonal, updatedAt: at } as RegistrationState;
}
