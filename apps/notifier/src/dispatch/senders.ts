import type { LookupFunction } from 'node:net';
import type { Sealer } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { platformIdentity } from '@gatehouse/texts';
import { createCallbackClient } from '../callback/callback-client.ts';
import { callbackSender } from '../callback/send-callback.ts';
import type { NotifierConfig } from '../config.ts';
import { type Deliveries, isSuperseded } from '../delivery/deliveries.store.ts';
import type { AttemptResult, Delivery } from '../delivery/delivery.ts';
import type { MailCarrier } from '../email/mail-carrier.ts';
import { emailSender } from '../email/send-email.ts';
import type { Sender } from '../email/smtp-carrier.ts';
import type { Mailbox } from '../mailbox/mailbox.store.ts';
import { mailboxCarrier } from '../mailbox/mailbox-carrier.ts';
import { ATTEMPTS_PER_RECEIVER, EMAILS_AT_A_TIME } from './receiver-queue.ts';

export interface SendersDependencies {
  config: NotifierConfig;
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
export function keepsEmails({ EMAIL_URL }: Pick<NotifierConfig, 'EMAIL_URL'>): boolean {
  return EMAIL_URL.toLowerCase() === 'mailbox:';
}

export async function createSenders(dependencies: SendersDependencies): Promise<Senders> {
  const { config, services, sealer, mailbox, deliveries, publicUrl, lookup, now } = dependencies;
  const client = createCallbackClient({
    allowPrivate: config.ALLOW_PRIVATE_CALLBACKS,
    connections: ATTEMPTS_PER_RECEIVER,
    lookup,
  });
  const carrier = keepsEmails(config) ? mailboxCarrier(mailbox, now) : await openSmtpCarrier(config, lookup);
  const sendCallback = callbackSender({ client, services, issuer: config.AUDIENCE, now });
  const sendEmail = emailSender({
    ...{ carrier, sealer, publicUrl, now },
    identity: platformIdentity(config),
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
async function openSmtpCarrier(
  { EMAIL_URL, EMAIL_FROM, PLATFORM_NAME }: NotifierConfig,
  lookup: LookupFunction | undefined,
): Promise<MailCarrier> {
  const { smtpCarrier } = await import('../email/smtp-carrier.ts');
  return smtpCarrier({
    url: EMAIL_URL,
    from: senderOf(EMAIL_FROM, PLATFORM_NAME),
    connections: EMAILS_AT_A_TIME,
    lookup,
  });
}
