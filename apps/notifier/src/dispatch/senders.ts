import type { LookupFunction } from 'node:net';
import type { Logger, Metrics, Sealer } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { PlatformIdentity } from '@gatehouse/texts';
import { createCallbackClient } from '../callback/callback-client.ts';
import { callbackSender } from '../callback/send-callback.ts';
import { type Deliveries, isSuperseded } from '../delivery/deliveries.store.ts';
import type { AttemptResult, Delivery } from '../delivery/delivery.ts';
import { deliveredFailer } from '../delivery/fail-delivered.ts';
import type { Notifications } from '../email/notify/notifications.store.ts';
import { emailSender } from '../email/send-email.ts';
import type { Mailbox } from '../mailbox/mailbox.store.ts';
import { openMailCarrier } from '../open-mail-carrier.ts';
import { ATTEMPTS_PER_RECEIVER } from './receiver-queue.ts';

export interface SendersDependencies {
  emailUrl: string;
  emailFrom: string;
  identity: PlatformIdentity;
  /** The issuer of callbacks' JWTs. */
  issuer: string;
  allowPrivateCallbacks: boolean;
  services: ServiceRegistry;
  sealer: Sealer;
  mailbox: Mailbox;
  notifications: Notifications;
  deliveries: Deliveries;
  publicUrl: string;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

/** Sends deliveries to their receivers. */
export interface Senders {
  /** Makes one attempt; never rejects. */
  send(delivery: Delivery): Promise<AttemptResult>;
  close(): Promise<void>;
}

export async function createSenders(dependencies: SendersDependencies): Promise<Senders> {
  const { identity, services, sealer, deliveries, publicUrl, lookup, now } = dependencies;
  const client = createCallbackClient({
    allowPrivate: dependencies.allowPrivateCallbacks,
    connections: ATTEMPTS_PER_RECEIVER,
    lookup,
  });
  const carrier = await openMailCarrier({
    ...dependencies,
    platformName: identity.name,
    onFailed: deliveredFailer(deliveries, now),
  });
  const sendCallback = callbackSender({ client, services, issuer: dependencies.issuer, now });
  const sendEmail = emailSender({
    ...{ carrier, sealer, publicUrl, identity, now },
    isSuperseded: (content) => isSuperseded(deliveries, content),
  });
  return {
    async send(delivery) {
      const { content } = delivery;
      if (content.kind === 'callback') return sendCallback(delivery, content);
      if (content.kind === 'lost') return { kind: 'refused', error: 'content lost' };
      return sendEmail(delivery, content);
    },
    async close() {
      carrier.close();
      await client.close();
    },
  };
}
