import { emailKey } from '@gatehouse/contracts';
import { nextVersion } from '@gatehouse/store';
import type { MailCarrier } from '../email/mail-carrier.ts';
import type { Mailbox } from './mailbox.store.ts';

/** Keeps emails instead of sending them (`EMAIL_URL=mailbox:`), under the delivery's id: a repeat is the same email. */
export function mailboxCarrier(mailbox: Mailbox, now: () => number): MailCarrier {
  let lastMs = 0;
  return {
    async carry({ id, to, subject, text, html }) {
      // No two of one process have the same instant, so that a list by time is in the order of sending.
      lastMs = Math.max(now(), lastMs + 1);
      const sentAt = new Date(lastMs).toISOString();
      const version = nextVersion(undefined, lastMs);
      const document = { _id: id, version, to, toKey: emailKey(to), subject, text, html, sentAt };
      try {
        await mailbox.write({ document, events: [] });
        return { kind: 'accepted' };
      } catch {
        return { kind: 'unanswered', error: 'mailbox unavailable' };
      }
    },
    close() {},
  };
}
