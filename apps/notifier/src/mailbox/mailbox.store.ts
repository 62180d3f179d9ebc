import { emailKey } from '@gatehouse/contracts';
import { type Collection, type Document, defineCollection, Schema } from '@gatehouse/store';

/** An email that was kept instead of sent. Its id is its delivery's. */
export interface MailboxDocument extends Document {
  to: string;
  /** What `to` is looked up by. */
  toKey: string;
  subject: string;
  text: string;
  html: string;
  sentAt: string;
}

const schema = new Schema({
  to: { type: String, required: true },
  toKey: { type: String, required: true },
  subject: { type: String, required: true },
  text: { type: String, required: true },
  html: { type: String, required: true },
  sentAt: { type: String, required: true },
});
schema.index({ sentAt: 1 }, { name: 'sent' });
schema.index({ toKey: 1, sentAt: 1 }, { name: 'sent_to' });

export const mailbox = defineCollection<MailboxDocument>('mailbox', schema);

export type Mailbox = Collection<MailboxDocument>;

/** The emails last kept, the newest first; of one address where `to` is given, in any letter case. */
export function lastKept(collection: Mailbox, { to, limit }: { to?: string | undefined; limit: number }) {
  const where = to === undefined ? {} : { toKey: emailKey(to) };
  return collection.find({ where, sort: [['sentAt', -1]], limit });
}
