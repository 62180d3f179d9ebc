import { randomBytes } from 'node:crypto';
import type { WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { noticeEvent, serviceEvent } from './notifier-events.ts';
import { type RunningNotifier, runNotifier } from './running-notifier.ts';

/** The API secret of the service. */
export const SECRET = randomBytes(32).toString('base64');
export const operator = { kind: 'operator' as const };
export const HOOKS = '/hooks';

/** A notifier, a receiver of webhooks, and a service that has registered none yet. */
export interface WebhookSetting {
  readonly notifier: RunningNotifier;
  readonly receiver: CallbackReceiver;
  readonly service: string;
  /** By the service's client: each member that is given in place of a valid one. */
  put(details?: object): ReturnType<RunningNotifier['call']>;
  client(): { kind: 'client'; serviceId: string; clientId: string };
  path(): string;
  publishService(status?: 0 | 1): Promise<void>;
  /** Publishes a notice of each event. */
  tell(...events: WebhookEvent[]): Promise<void>;
  bodies(): WebhookEvent[];
  types(): string[];
  /** Those of the webhook, the newest first. */
  deliveries(): Promise<Record<string, unknown>[]>;
  /** Waits until so many are pending; gives them. */
  pendingIs(count: number): Promise<Record<string, unknown>[]>;
  /** The webhook as the service sees it. */
  shown(): Promise<Record<string, unknown>>;
  redeliver(delivery: Record<string, unknown> | undefined): ReturnType<RunningNotifier['call']>;
}

/** Begins one; it is closed after the test. */
export function webhookSettings() {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  return async (config: Parameters<typeof runNotifier>[0] = {}): Promise<WebhookSetting> => {
    const receiver = await callbackReceiver();
    closers.push(() => receiver.close());
    const notifier = await runNotifier({ DELIVERY_SCHEDULE: [0, 60, 60], ...config });
    closers.push(() => notifier.close());
    const service = newId();
    const client = () => ({ kind: 'client' as const, serviceId: service, clientId: 'meals' });
    const path = () => `/services/${service}/webhook`;
    const publishService = (status: 0 | 1 = 1) =>
      notifier.publish(serviceEvent(notifier, { id: service, clientId: 'meals', secrets: [SECRET], status }));
    const bodies = () => receiver.at(HOOKS).map(({ body }) => JSON.parse(body) as WebhookEvent);

    async function deliveries(): Promise<Record<string, unknown>[]> {
      const list = `/manage/deliveries?serviceId=${service}&pageSize=100`;
      const { body } = await notifier.call(operator, 'GET', list);
      return (body.deliveries as Record<string, unknown>[]).filter(({ kind }) => kind === 'webhook');
    }

    await publishService();
    return {
      ...{ notifier, receiver, service, client, path, publishService, bodies, deliveries },
      put(details = {}) {
        const body = { url: `${receiver.url}${HOOKS}`, events: ['*'], ...details };
        return notifier.call(client(), 'PUT', path(), body);
      },
      tell: (...events) => notifier.publish(...events.map((event) => noticeEvent([service], event))),
      types: () => bodies().map(({ type }) => type),
      pendingIs: (count) =>
        eventually(async () => {
          const pending = (await deliveries()).filter(({ status }) => status === 'pending');
          expect(pending).toHaveLength(count);
          return pending;
        }),
      shown: async () => (await notifier.call(client(), 'GET', path())).body,
      redeliver: (delivery) =>
        notifier.call(operator, 'POST', `/manage/deliveries/${delivery?.id}/redeliver`),
    };
  };
}

let version = 1;

/** An event of a user, later than those before. */
export function updated(
  userId: string,
  ...changed: ('email' | 'given_name' | 'family_name')[]
): WebhookEvent {
  const data = { userId, changed, version: ++version };
  return { type: 'user.updated', timestamp: new Date().toISOString(), data };
}
