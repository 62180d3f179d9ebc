import type { RenderedEmail } from './rendered-email.ts';

/** An email with where it goes. `id` is its delivery's: who is given it twice has one email. */
export interface OutgoingEmail extends RenderedEmail {
  id: string;
  to: string;
  correlationId: string;
}

/** How a carrier fared: it took the email, or why not, in fixed words. */
export type CarrierResult =
  | { kind: 'accepted'; status?: number }
  | { kind: 'unanswered'; error: string; status?: number };

/** Takes emails to where they are read: a mail server, or the mailbox. */
export interface MailCarrier {
  /** Never rejects. */
  carry(email: OutgoingEmail): Promise<CarrierResult>;
  close(): void;
}
