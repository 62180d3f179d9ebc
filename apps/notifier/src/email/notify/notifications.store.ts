import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** An email that Notify accepted and about which it has not been asked yet. Its id is the delivery's. */
const schema = documentSchema({
  /** The notification's id at Notify, where it told one. */
  notificationId: String,
  /** When it is asked (milliseconds), or asked again where it did not answer. */
  askAt: { type: Number, required: true },
  /** Requests that were not answered. */
  unanswered: { type: Number, required: true, min: 0 },
});
schema.index({ askAt: 1 }, { name: 'to_ask' });

export const notifications = defineCollection('notifications', schema);

export type NotificationDocument = DocumentOf<typeof schema>;
export type Notifications = Collection<NotificationDocument>;

/** Those that are to be asked about by now, the longest waiting first. */
export function dueNotifications(collection: Notifications, now: number, limit: number) {
  return collection.find({ where: { askAt: { lte: now } }, sort: [['askAt', 1]], limit });
}
