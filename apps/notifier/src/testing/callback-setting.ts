import { randomBytes } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver } from '@gatehouse/testing';
import { type DeliveryDocument, deliveries } from '../delivery/deliveries.store.ts';
import { serviceEvent } from './notifier-events.ts';
import { type RunningNotifier, runNotifier } from './running-notifier.ts';

export const SERVICE = newId();

/** Notifiers with a receiver and a service that has a secret; all is closed after each test. */
export function callbackSettings() {
  const opened: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  return {
    closeLater: (close: () => Promise<unknown>) => void opened.push(close),
    async running(config: Parameters<typeof runNotifier>[0] = {}) {
      const receiver = await callbackReceiver();
      opened.push(() => receiver.close());
      const notifier = await runNotifier(config);
      opened.push(() => notifier.close());
      const secrets = [randomBytes(32).toString('base64')];
      await notifier.publish(serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets }));
      return { receiver, notifier };
    },
    async another(notifier: RunningNotifier) {
      const other = await notifier.another();
      opened.push(() => other.close());
    },
  };
}

/** The deliveries' ids that came to a path, in order. */
export function idsAt(receiver: CallbackReceiver, path: string) {
  return receiver.at(path).map(({ headers }) => headers['webhook-id']);
}

export function stored(notifier: RunningNotifier, id: string): Promise<DeliveryDocument | undefined> {
  return notifier.store.collection(deliveries).get(id);
}
