import { randomBytes } from 'node:crypto';
import type { TappedMessage, WebhookEvent } from '@gatehouse/contracts';
import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver } from '@gatehouse/testing';
import { listeners } from '../tap/listeners.store.ts';
import { noticeEvent, serviceEvent } from './notifier-events.ts';
import { type RunningNotifier, runNotifier } from './running-notifier.ts';

export interface Heard {
  messages: TappedMessage[];
  next: string;
}

/** A service that listens, with a receiver of its own; all is closed after each test. */
export interface ListeningService {
  notifier: RunningNotifier;
  receiver: CallbackReceiver;
  id: string;
  secrets: string[];
  client: Caller;
  /** Moves the notifier's clock on. */
  later(ms: number): void;
  /** A poll that is answered 200. */
  listen(query?: Record<string, string>): Promise<Heard>;
  /** The status of a poll. */
  statusOf(query: Record<string, string>, caller?: Caller): Promise<number>;
  putWebhook(details?: object): Promise<unknown>;
  tell(...events: WebhookEvent[]): Promise<void>;
}

let version = 1;

/** A person's change, as a webhook is told of it. */
export function userUpdated(userId = newId()): WebhookEvent {
  const data = { userId, changed: ['email' as const], version: ++version };
  return { type: 'user.updated', timestamp: new Date().toISOString(), data };
}

/** The end of a person. */
export function userRemoved(userId = newId()): WebhookEvent {
  return {
    type: 'user.removed',
    timestamp: new Date().toISOString(),
    data: { userId, version: ++version },
  };
}

export function listeningServices() {
  const opened: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  return async (config: Parameters<typeof runNotifier>[0] = {}): Promise<ListeningService> => {
    let shift = 0;
    const clock = { now: () => Date.now() + shift };
    const receiver = await callbackReceiver();
    opened.push(() => receiver.close());
    const notifier = await runNotifier({ DELIVERY_SCHEDULE: [0, 60], ...config }, { clock });
    opened.push(() => notifier.close());
    const id = newId();
    const secrets = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    await notifier.publish(serviceEvent(notifier, { id, clientId: 'meals', secrets }));
    const client = { kind: 'client' as const, serviceId: id, clientId: 'meals' };
    const pathOf = (query: Record<string, string>) =>
      `/services/${id}/listen?${new URLSearchParams({ ...query })}`;
    return {
      ...{ notifier, receiver, id, secrets, client },
      later(ms) {
        shift += ms;
      },
      async listen(query = {}) {
        const { status, body } = await notifier.call(client, 'GET', pathOf(query));
        expect([status, body]).toEqual([200, body]);
        return body as unknown as Heard;
      },
      async statusOf(query, caller = client) {
        return (await notifier.call(caller, 'GET', pathOf(query))).status;
      },
      putWebhook: (details = {}) =>
        notifier.call(client, 'PUT', `/services/${id}/webhook`, {
          ...{ url: `${receiver.url}/hooks`, events: ['*'] },
          ...details,
        }),
      tell: (...events) => notifier.publish(...events.map((event) => noticeEvent([id], event))),
    };
  };
}

/** Polls until so many messages have come. */
export async function hear(
  service: ListeningService,
  { next, count, ...query }: { next: string; count: number; events?: string },
) {
  const messages = [];
  let after = next;
  while (messages.length < count) {
    const heard = await service.listen({ after, ...query });
    messages.push(...heard.messages);
    after = heard.next;
  }
  return { messages, next: after };
}

/** When somebody last polled, in milliseconds; 0 where nobody has. */
export async function polledAt({ notifier, id }: ListeningService) {
  return (await notifier.store.collection(listeners).get(id))?.polledAt ?? 0;
}
