import type { LookupFunction } from 'node:net';
import type { Logger, NotifyTarget } from '@gatehouse/runtime';
import type { MailCarriers } from '../mail-carrier.ts';
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

const AT_A_TIME = 10;
const SAID_AGAIN_MS = 60_000;

/** Carriers that send by GOV.UK Notify, and ask it later what became of the emails. */
export function openNotifyCarriers(dependencies: NotifyDependencies): MailCarriers {
  const { target, notifications, onFailed, lookup, log, now } = dependencies;
  const open = () => createNotifyClient({ target, connections: AT_A_TIME, lookup, now });
  const client = open();
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

  async function onAccepted(deliveryId: string, notificationId: string | undefined): Promise<void> {
    try {
      await outcomes.add(deliveryId, notificationId);
    } catch (err) {
      log.warn({ err, deliveryId }, 'nobody will ask whether this email arrived');
    }
  }

  const emails = notifyCarrier({ client, target, onRefusal, onAccepted });
  const codes = notifyCarrier({ client: open(), target, onRefusal, onAccepted });
  return {
    emails: {
      carry: emails.carry,
      close() {
        void outcomes.ticker.close();
        emails.close();
      },
    },
    codes,
    atATime: AT_A_TIME,
  };
}
