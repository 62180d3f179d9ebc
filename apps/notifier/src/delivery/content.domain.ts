import type { Language } from '@gatehouse/texts';
import { z } from 'zod';

/** What a callback is made of. */
export interface CallbackContent {
  kind: 'callback';
  url: string;
  /** Whose secrets sign it, and whose client id is its audience. */
  audienceServiceId: string;
  sub: string;
  sourceId: string | number;
}

/** What an email is made of that tells a known user what they were given access to. */
export interface InformingContent {
  kind: 'informing';
  to: string;
  givenName?: string | undefined;
  serviceName: string;
  organisationName?: string | undefined;
  granted?: boolean | undefined;
  /** English where it is absent. */
  language?: Language | undefined;
}

/** What the email with link and code is made of. */
export interface RegistrationContent {
  kind: 'registration';
  to: string;
  givenName?: string | undefined;
  serviceName: string;
  organisationName?: string | undefined;
  subjectOverride?: string | undefined;
  bodyOverride?: string | undefined;
  /** English where it is absent. */
  language?: Language | undefined;
  /** Until when the link works; ISO 8601. */
  expiresAt: string;
  registrationId: string;
  generation: number;
  /** Token and code, see `sealedParts`; absent once the email was sent or is no longer wanted. */
  sealed?: string | undefined;
}

/** Of a delivery that was over before its record was lost: what it brought is known no more. */
export interface LostContent {
  kind: 'lost';
}

export type EmailContent = InformingContent | RegistrationContent;
/** What a delivery can be made of. */
export type ContentToSend = CallbackContent | EmailContent;

/** What a delivery brings. It stays beside the delivery's state, so that no event and no answer carries it. */
export type Content = ContentToSend | LostContent;

/** The token and code of a registration, once opened. */
export const sealedParts = z.object({ token: z.string().min(1), code: z.string().min(1) });
export type SealedParts = z.output<typeof sealedParts>;

/** Whether the link in a registration's email works no more. */
export function isExpired({ expiresAt }: RegistrationContent, now: number): boolean {
  return Date.parse(expiresAt) <= now;
}

/** Deliveries to one receiver wait on each other, and on no other's: a callback's origin, or the mail server. */
export function receiverOf(content: Content): string {
  return content.kind === 'callback' ? new URL(content.url).origin : EMAIL_RECEIVER;
}

/** All emails go to one receiver. */
export const EMAIL_RECEIVER = 'email';
