import { type EmailMessage, messageContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import type { MessageOf } from '../delivery/kind.domain.ts';
import type { Send } from '../delivery/send.ts';
import type { MailCarrier } from './mail-carrier.ts';
import type { RenderedEmail, Sender } from './rendered-email.ts';
import { templateOf } from './templates.ts';

export interface EmailSenderDependencies extends Sender {
  carrier: MailCarrier;
  sealer: Sealer;
}

/** Makes one attempt to send an email. */
export type SendEmail = Send<MessageOf<'email'>>;

export function emailSender({ carrier, sealer, identity, publicUrl }: EmailSenderDependencies): SendEmail {
  function rendered(message: EmailMessage): RenderedEmail | undefined {
    try {
      const { id, sealed, data } = message;
      const secrets = sealed && JSON.parse(sealer.open(sealed, messageContext(id)));
      return templateOf(message)?.render(data, secrets, { identity, publicUrl });
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
    return carrier.carry({ ...email, id: delivery._id, to: recipient.address, correlationId });
  };
}
