import type { LookupFunction } from 'node:net';
import type { Logger, NotifyTarget } from '@gatehouse/runtime';
import type { MailCarrier } from '../mail-carrier.ts';
import { startNotificationOutcomes } from './notification-outcomes.ts';
import type { Notifications } from './notifications.store.ts';
import { notifyCarrier } from './notify-carrier.ts';
import { createNotifyClient } from './notify-client.ts';

export interface NotifyDependencies {
  target: NotifyTarget;
  notifications: Notifications;
  onFailed: (deliveryId: string, error: string) => Promise<void>;
  lookup?: LookupFunction | undefined;
  log: Logger;
  now: () => number;
}

const CONNECTIONS = 10;
const SAID_AGAIN_MS = 60_000;

/** The carrier that sends by GOV.UK Notify, and asks it later what became of the emails. */
export function openNotifyCarrier(dependencies: NotifyDependencies): MailCarrier {
  const { target, notifications, onFailed, lookup, log, now } = dependencies;
  const client = createNotifyClient({ target, connections: CONNECTIONS, lookup, now });
  const outcomes = startNotificationOutcomes({
    ...{ collection: notifications, client, onFailed, now },
    onError: (err) => log.warn({ err }, 'what became of emails is asked for later'),
  });
  const saidAt = new Map<string, number>();

  /** A fault of the setting concerns every email: one line a minute is enough. */
  function onRefusal(status: number, fault: string): void {
    const kind = `${status} ${fault}`;
    if (now() - (saidAt.get(kind) ?? Number.NEGATIVE_INFINITY) < SAID_AGAIN_MS) return;
    saidAt.set(kind, now());
    log.error({ status, fault }, 'GOV.UK Notify refuses emails: EMAIL_URL or its template has to be mended');
  }

  const carrier = notifyCarrier({
    ...{ client, target, onRefusal },
    async onAccepted(deliveryId, notificationId) {
      try {
        await outcomes.add(deliveryId, notificationId);
      } catch (err) {
        log.warn({ err, deliveryId }, 'nobody will ask whether this email arrived');
      }
    },
  });
  return {
    carry: carrier.carry,
    close() {
      void outcomes.ticker.close();
      carrier.close();
    },
  };
}
