import { emailKey } from '@gatehouse/contracts';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

const text = { type: String, required: true } as const;

/** An email that was stored instead of sent. Its id is its delivery's. */
const schema = documentSchema({
  to: text,
  /** What `to` is looked up by. */
  toKey: text,
  subject: text,
  text,
  html: text,
  sentAt: text,
});
schema.index({ sentAt: 1 }, { name: 'sent' });
schema.index({ toKey: 1, sentAt: 1 }, { name: 'sent_to' });

export const mailbox = defineCollection('mailbox', schema);

export type MailboxDocument = DocumentOf<typeof schema>;
export type Mailbox = Collection<MailboxDocument>;

/** The emails last kept, the newest first; of one address where `to` is given, in any letter case. */
export function lastKept(collection: Mailbox, { to, limit }: { to?: string | undefined; limit: number }) {
  const where = to === undefined ? {} : { toKey: emailKey(to) };
  return collection.find({ where, sort: [['sentAt', -1]], limit });
}
