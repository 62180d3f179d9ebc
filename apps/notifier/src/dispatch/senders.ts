import type { LookupFunction } from 'node:net';
import type { Sealer } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { PlatformIdentity } from '@gatehouse/texts';
import { createCallbackClient } from '../callback/callback-client.ts';
import { callbackSender } from '../callback/send-callback.ts';
import { type Deliveries, isSuperseded } from '../delivery/deliveries.store.ts';
import type { AttemptResult, Delivery } from '../delivery/delivery.ts';
import type { MailCarrier } from '../email/mail-carrier.ts';
import { emailSender } from '../email/send-email.ts';
import type { Sender } from '../email/smtp-carrier.ts';
import type { Mailbox } from '../mailbox/mailbox.store.ts';
import { mailboxCarrier } from '../mailbox/mailbox-carrier.ts';
import { ATTEMPTS_PER_RECEIVER, EMAILS_AT_A_TIME } from './receiver-queue.ts';

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
  deliveries: Deliveries;
  publicUrl: string;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  now: () => number;
}

/** Sends deliveries to their receivers. */
export interface Senders {
  /** Makes one attempt; never rejects. */
  send(delivery: Delivery): Promise<AttemptResult>;
  close(): Promise<void>;
}

/** Whether emails are kept instead of sent. */
export function keepsEmails(emailUrl: string): boolean {
  return emailUrl.toLowerCase() === 'mailbox:';
}

export async function createSenders(dependencies: SendersDependencies): Promise<Senders> {
  const { emailUrl, identity, services, sealer, mailbox, deliveries, publicUrl, lookup, now } = dependencies;
  const client = createCallbackClient({
    allowPrivate: dependencies.allowPrivateCallbacks,
    connections: ATTEMPTS_PER_RECEIVER,
    lookup,
  });
  const carrier = keepsEmails(emailUrl) ? mailboxCarrier(mailbox, now) : await openSmtpCarrier(dependencies);
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

/** An address without a name gets the platform's. */
function senderOf(from: string, platform: string): Sender {
  const [, name, address] = /^([^<]*)<([^<>]+)>$/.exec(from) ?? [];
  return { name: name?.trim() || platform, address: address ?? from };
}

/** Loaded only where emails are sent, for its memory. */
async function openSmtpCarrier({
  emailUrl,
  emailFrom,
  identity,
  lookup,
}: SendersDependencies): Promise<MailCarrier> {
  const { smtpCarrier } = await import('../email/smtp-carrier.ts');
  return smtpCarrier({
    url: emailUrl,
    from: senderOf(emailFrom, identity.name),
    connections: EMAILS_AT_A_TIME,
    lookup,
  });
}
