import type { CallbackToSend, InformingEmailToSend, RegistrationEmailToSend } from '@gatehouse/contracts';

/** A callback. */
export interface CallbackContent extends Omit<CallbackToSend, 'id' | 'at'> {
  kind: 'callback';
}

/** The email that tells a known user what they were given access to. */
export interface InformingContent extends Omit<InformingEmailToSend, 'id' | 'at'> {
  kind: 'informing';
}

/** The email with link and code. Its `sealed` is absent once it was sent or is no longer wanted. */
export interface RegistrationContent
  extends Omit<RegistrationEmailToSend, 'id' | 'at' | 'serviceId' | 'correlationId'> {
  kind: 'registration';
  registrationId: string;
}

/** Of a delivery that was over before its record was lost: its content is not known any more. */
export interface LostContent {
  kind: 'lost';
}

export type EmailContent = InformingContent | RegistrationContent;
/** The content of a message. */
export type ContentToSend = CallbackContent | EmailContent;

/** The content of a delivery. It is stored outside the delivery's state, so that no event and no answer carries it. */
export type Content = ContentToSend | LostContent;

/** Whether the link in a registration's email works no more. */
export function isExpired({ expiresAt }: RegistrationContent, now: number): boolean {
  return Date.parse(expiresAt) <= now;
}

/** Deliveries to one receiver wait for each other, and for no other's: a callback's origin, or the mail server. */
export function receiverOf(content: Content): string {
  return content.kind === 'callback' ? new URL(content.url).origin : EMAIL_RECEIVER;
}

/** All emails go to one receiver. */
export const EMAIL_RECEIVER = 'email';
