import { createTicker, type Ticker } from '@gatehouse/runtime';
import { change } from '@gatehouse/store';
import { dueNotifications, type NotificationDocument, type Notifications } from './notifications.store.ts';
import type { NotifyAnswer, NotifyClient } from './notify-client.ts';

export interface OutcomesDependencies {
  collection: Notifications;
  client: NotifyClient;
  /** The email did not arrive, though Notify had accepted it. `error` is a fixed word. */
  onFailed: (deliveryId: string, error: string) => Promise<void>;
  now: () => number;
  onError: (error: unknown) => void;
}

/** Asks Notify once for each accepted email whether it arrived: an hour later, when that is known in most cases. */
export interface NotificationOutcomes {
  /** Has it asked for in an hour. */
  add(deliveryId: string, notificationId: string | undefined): Promise<void>;
  /** Asks for what is due. */
  readonly ticker: Ticker;
}

const ASK_AFTER_MS = 3_600_000;
/** Requests that are not answered are repeated so often, at this distance. Longer than a request takes: another instance asks only then. */
const TRIES = 5;
const TRY_AGAIN_MS = 600_000;
const EVERY_MS = 60_000;
const AT_A_TIME = 20;

/** Of Notify's statuses those that say that the email will never arrive. A full mailbox (`temporary-failure`) is not among them. */
const FAILURES: Readonly<Record<string, string>> = {
  'permanent-failure': 'permanent failure',
  'technical-failure': 'technical failure',
};

export function startNotificationOutcomes(dependencies: OutcomesDependencies): NotificationOutcomes {
  const { collection, client, onFailed, now, onError } = dependencies;

  async function ask(due: NotificationDocument): Promise<void> {
    // Whoever changes it is the one who asks.
    const mine = await change(collection, now, due._id, (current) =>
      current?.version === due.version
        ? { document: { ...current, ...later(current) }, result: true }
        : { result: false },
    );
    if (mine.result !== true) return;
    const answer = await statusOf(due);
    const isAnswered = 'status' in answer && (answer.status < 400 || answer.status === 404);
    if (!isAnswered && due.unanswered + 1 < TRIES) return;
    const error = FAILURES[('notification' in answer && answer.notification?.status) || ''];
    if (isAnswered && error !== undefined) await onFailed(due._id, error);
    await collection.purge([due._id]);
  }

  function later({ unanswered }: NotificationDocument) {
    return { unanswered: unanswered + 1, askAt: now() + TRY_AGAIN_MS };
  }

  function statusOf({
    _id,
    notificationId,
  }: NotificationDocument): Promise<NotifyAnswer | { error: string }> {
    const path =
      notificationId === undefined
        ? `/v2/notifications?template_type=email&reference=${encodeURIComponent(_id)}`
        : `/v2/notifications/${encodeURIComponent(notificationId)}`;
    return client.call('GET', path);
  }

  return {
    async add(deliveryId, notificationId) {
      const draft = {
        askAt: now() + ASK_AFTER_MS,
        unanswered: 0,
        ...(notificationId !== undefined && { notificationId }),
      };
      await change(collection, now, deliveryId, () => ({
        document: { _id: deliveryId, ...draft },
        result: undefined,
      }));
    },
    ticker: createTicker({
      intervalMs: EVERY_MS,
      onError,
      async run() {
        const due = await dueNotifications(collection, now(), AT_A_TIME);
        await Promise.all(due.map(ask));
        return due.length < AT_A_TIME ? undefined : 0;
      },
    }),
  };
}
