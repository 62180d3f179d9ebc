import type { RenderedEmail } from './rendered-email.ts';

/** An email and its recipient. `id` is the delivery's: the same email twice has one id. */
export interface OutgoingEmail extends RenderedEmail {
  id: string;
  to: string;
  correlationId: string;
}

/** Whether the email was taken, or why not, in fixed words. */
export type CarrierResult =
  | { kind: 'accepted'; status?: number }
  /** Nothing is known of the recipient: to be tried again. */
  | { kind: 'unanswered'; error: string; status?: number }
  /** This email, or any to this recipient, is refused for good. */
  | { kind: 'refused'; error: string; status?: number };

/** Hands emails over: to a mail server, or to the mailbox. */
export interface MailCarrier {
  /** Never rejects. */
  carry(email: OutgoingEmail): Promise<CarrierResult>;
  close(): void;
}

/** What carries emails, and apart from it what carries codes: these wait for no other email's connection. */
export interface MailCarriers {
  emails: MailCarrier;
  codes: MailCarrier;
  /** How many each carries at a time, at most. */
  atATime: number;
}
