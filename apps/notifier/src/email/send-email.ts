import { type EmailMessage, type EmailRecipient, messageContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import { RECIPIENT_REMOVED } from '../delivery/delivery.ts';
import type { MessageOf } from '../delivery/kind.domain.ts';
import { CODES_QUEUE } from '../delivery/queues.domain.ts';
import type { Send } from '../delivery/send.ts';
import type { FindRecipient, FoundRecipient } from '../recipients/find-recipient.ts';
import type { MailCarriers } from './mail-carrier.ts';
import type { RenderedEmail, Sender } from './rendered-email.ts';
import { type Templates, templateOf } from './templates.ts';

export interface EmailSenderDependencies extends Sender {
  findRecipient: FindRecipient;
  carriers: MailCarriers;
  templates: Templates;
  sealer: Sealer;
}

/** Makes one attempt to send an email. */
export type SendEmail = Send<MessageOf<'email'>>;

export function emailSender(dependencies: EmailSenderDependencies): SendEmail {
  const { carriers, templates, sealer, findRecipient, identity, publicUrl } = dependencies;

  /** The person chose the language, perhaps since the message was listed. */
  function rendered(message: EmailMessage, language: string | undefined): RenderedEmail | undefined {
    try {
      const { id, sealed, data } = message;
      const secrets = sealed && JSON.parse(sealer.open(sealed, messageContext(id)));
      const chosen = language === undefined ? data : { ...data, language };
      return templateOf(templates, message)?.render(chosen, secrets, { identity, publicUrl });
    } catch {
      return undefined;
    }
  }

  async function found(recipient: EmailRecipient): Promise<FoundRecipient | 'store unavailable'> {
    if ('address' in recipient) return recipient;
    try {
      return await findRecipient(recipient);
    } catch {
      return 'store unavailable';
    }
  }

  return async (delivery, message) => {
    const recipient = await found(message.recipient);
    if (recipient === 'removed') return { kind: 'refused', error: RECIPIENT_REMOVED };
    if (recipient === 'unknown') return { kind: 'unanswered', error: 'recipient unknown' };
    if (recipient === 'store unavailable') return { kind: 'unanswered', error: recipient };
    const email = rendered(message, recipient.language);
    // The next start may be given the key, or be the release, that is missing now.
    if (email === undefined) return { kind: 'unanswered', error: 'content cannot be opened' };
    const [to, carrier] = [
      recipient.address,
      delivery.queue === CODES_QUEUE ? carriers.codes : carriers.emails,
    ];
    const result = await carrier.carry({
      ...email,
      id: delivery._id,
      to,
      correlationId: message.correlationId,
    });
    return { ...result, shown: { to } };
  };
}
