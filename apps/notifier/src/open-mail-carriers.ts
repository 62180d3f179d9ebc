import type { LookupFunction } from 'node:net';
import { type Logger, type Metrics, type NotifyTarget, readEmailUrl } from '@gatehouse/runtime';
import type { MailCarrier, MailCarriers } from './email/mail-carrier.ts';
import type { Notifications } from './email/notify/notifications.store.ts';
import type { SmtpSender } from './email/smtp-carrier.ts';
import type { Mailbox } from './mailbox/mailbox.store.ts';
import { mailboxCarrier } from './mailbox/mailbox-carrier.ts';

export interface MailCarrierDependencies {
  emailUrl: string;
  emailFrom: string;
  platformName: string;
  mailbox: Mailbox;
  notifications: Notifications;
  /** An accepted email turned out not to have arrived. */
  onFailed: (deliveryId: string, error: string) => Promise<void>;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

const KEPT_AT_A_TIME = 5;

/** The carriers that `EMAIL_URL` names. Their modules are loaded only where they are needed, for their memory. */
export async function openMailCarriers(dependencies: MailCarrierDependencies): Promise<MailCarriers> {
  const { emailUrl, emailFrom, platformName, mailbox, lookup, metrics, now } = dependencies;
  const target = readEmailUrl(emailUrl);
  if ('fault' in target) throw new TypeError(`EMAIL_URL has a value ${target.fault}`);
  if (target.kind === 'mailbox') {
    const carrier = mailboxCarrier(mailbox, now);
    return measured({ emails: carrier, codes: carrier, atATime: KEPT_AT_A_TIME }, metrics);
  }
  if (target.kind === 'notify') return measured(await openNotify(target, dependencies), metrics);
  const { smtpCarrier } = await import('./email/smtp-carrier.ts');
  const open = () => smtpCarrier({ target, from: senderOf(emailFrom, platformName), lookup });
  return measured({ emails: open(), codes: open(), atATime: target.pool }, metrics);
}

/** Whether emails are kept instead of sent. */
export function keepsEmails(emailUrl: string): boolean {
  return emailUrl === 'mailbox:';
}

async function openNotify(
  target: NotifyTarget,
  dependencies: MailCarrierDependencies,
): Promise<MailCarriers> {
  const { openNotifyCarriers } = await import('./email/notify/open-notify-carriers.ts');
  return openNotifyCarriers({ target, ...dependencies });
}

/** Counts the emails that were not taken and that nothing speaks against: something between here and there is to be mended. */
function measured({ emails, codes, atATime }: MailCarriers, metrics: Metrics): MailCarriers {
  const notTaken = metrics.counter(
    'emails_not_taken_total',
    'Attempts at emails that were not taken for another reason than the recipient, by reason',
    ['reason'],
  );
  const counted = (carrier: MailCarrier): MailCarrier => ({
    ...carrier,
    async carry(email) {
      const result = await carrier.carry(email);
      if (result.kind === 'unanswered') notTaken.inc({ reason: result.error });
      return result;
    },
  });
  return { emails: counted(emails), codes: counted(codes), atATime };
}

/** An address without a name gets the platform's. */
function senderOf(from: string, platformName: string): SmtpSender {
  const [, name, address] = /^([^<]*)<([^<>]+)>$/.exec(from) ?? [];
  return { name: name?.trim() || platformName, address: address ?? from };
}
