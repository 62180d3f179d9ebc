import type { LookupFunction } from 'node:net';
import { createSubscriptionsApi, type SubscriptionsApiOptions } from '@gatehouse/outgoing';
import type { Logger, Metrics, Sealer } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { SigningKeys } from '@gatehouse/signing-keys';
import type { PlatformIdentity } from '@gatehouse/texts';
import { createCallbackClient } from '../callback/callback-client.ts';
import { callbackSender } from '../callback/send-callback.ts';
import type { AttemptResult } from '../delivery/attempt.domain.ts';
import { type Deliveries, type DeliveryDocument, isSuperseded } from '../delivery/deliveries.store.ts';
import { EXPIRED } from '../delivery/delivery.ts';
import { deliveredFailer } from '../delivery/fail-delivered.ts';
import { isExpired } from '../delivery/listed-message.domain.ts';
import type { Send, SendByKind } from '../delivery/send.ts';
import type { Notifications } from '../email/notify/notifications.store.ts';
import { emailSender } from '../email/send-email.ts';
import type { Templates } from '../email/templates.ts';
import { logoutSender } from '../logout/send-logout.ts';
import type { Mailbox } from '../mailbox/mailbox.store.ts';
import { openMailCarriers } from '../open-mail-carriers.ts';
import type { FindRecipient } from '../recipients/find-recipient.ts';
import { subscriptionSender } from '../subscription/send-subscription.ts';
import { eventSender } from '../webhook/send-event.ts';
import type { Webhooks } from '../webhook/webhooks.store.ts';

export interface SendersDependencies {
  emailUrl: string;
  emailFrom: string;
  identity: PlatformIdentity;
  templates: Templates;
  findRecipient: FindRecipient;
  /** The issuer of callbacks' JWTs. */
  issuer: string;
  /** The issuer of tokens about people. */
  signInIssuer: string;
  signingKeys: Pick<SigningKeys, 'current'>;
  allowPrivateCallbacks: boolean;
  services: ServiceRegistry;
  sealer: Sealer;
  mailbox: Mailbox;
  notifications: Notifications;
  deliveries: Deliveries;
  webhooks: Webhooks;
  publicUrl: string;
  /** Where subscriptions to emails are kept, if anywhere. */
  subscriptions: SubscriptionsApiOptions | undefined;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

/** Sends deliveries to their receivers. */
export interface Senders {
  /** Makes one attempt; never rejects. */
  send(delivery: DeliveryDocument): Promise<AttemptResult>;
  emailsAtATime: number;
  close(): Promise<void>;
}

const CONTENT_LOST: AttemptResult = { kind: 'refused', error: 'content lost' };

export async function createSenders(dependencies: SendersDependencies): Promise<Senders> {
  const { identity, services, deliveries, lookup, now } = dependencies;
  const client = createCallbackClient({ allowPrivate: dependencies.allowPrivateCallbacks, lookup });
  const carriers = await openMailCarriers({
    ...dependencies,
    platformName: identity.name,
    onFailed: deliveredFailer(deliveries, now),
  });
  const { subscriptions: at } = dependencies;
  const subscriptions = at && createSubscriptionsApi({ ...at, ...(lookup && { lookup }) });
  const sendByKind: SendByKind = {
    callback: callbackSender({ client, services, issuer: dependencies.issuer, now }),
    email: emailSender({ ...dependencies, carriers }),
    webhook: eventSender({ client, webhooks: dependencies.webhooks, services, now }),
    logout: logoutSender({
      ...{ client, services, now },
      signingKeys: dependencies.signingKeys,
      issuer: dependencies.signInIssuer,
    }),
    subscription: subscriptionSender(subscriptions),
  };

  /** Nobody is sent a dead link: an event that is read again may list what was replaced, and messages have an end. */
  async function reasonNotToSend(delivery: DeliveryDocument): Promise<AttemptResult | undefined> {
    if (delivery.message === undefined) return CONTENT_LOST;
    if (isExpired(delivery.message, now())) return { kind: 'refused', error: EXPIRED };
    try {
      return (await isSuperseded(deliveries, delivery)) ? { kind: 'superseded' } : undefined;
    } catch {
      return { kind: 'unanswered', error: 'store unavailable' };
    }
  }

  return {
    emailsAtATime: carriers.atATime,
    async send(delivery) {
      const reason = await reasonNotToSend(delivery);
      const { message } = delivery;
      if (reason !== undefined || message === undefined) return reason ?? CONTENT_LOST;
      return (sendByKind[message.kind] as Send)(delivery, message);
    },
    async close() {
      carriers.emails.close();
      carriers.codes.close();
      subscriptions?.close();
      await client.close();
    },
  };
}
