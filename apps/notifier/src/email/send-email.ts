import { type EmailMessage, messageContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import type { MessageOf } from '../delivery/kind.domain.ts';
import { CODES_QUEUE } from '../delivery/queues.domain.ts';
import type { Send } from '../delivery/send.ts';
import type { MailCarriers } from './mail-carrier.ts';
import type { RenderedEmail, Sender } from './rendered-email.ts';
import { type Templates, templateOf } from './templates.ts';

export interface EmailSenderDependencies extends Sender {
  carriers: MailCarriers;
  templates: Templates;
  sealer: Sealer;
}

/** Makes one attempt to send an email. */
export type SendEmail = Send<MessageOf<'email'>>;

export function emailSender(dependencies: EmailSenderDependencies): SendEmail {
  const { carriers, templates, sealer, identity, publicUrl } = dependencies;
  function rendered(message: EmailMessage): RenderedEmail | undefined {
    try {
      const { id, sealed, data } = message;
      const secrets = sealed && JSON.parse(sealer.open(sealed, messageContext(id)));
      return templateOf(templates, message)?.render(data, secrets, { identity, publicUrl });
    } catch {
      return undefined;
    }
  }

  return async (delivery, message) => {
    const email = rendered(message);
    // The next start may be given the key, or be the release, that is missing now.
    if (email === undefined) return { kind: 'unanswered', error: 'content cannot be opened' };
    const { recipient, correlationId } = message;
    if (!('address' in recipient)) return { kind: 'unanswered', error: 'recipient unknown' };
    const carrier = delivery.queue === CODES_QUEUE ? carriers.codes : carriers.emails;
    return carrier.carry({ ...email, id: delivery._id, to: recipient.address, correlationId });
  };
}
