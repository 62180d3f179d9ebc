import { registrationContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import type { PlatformIdentity } from '@gatehouse/texts';
import { z } from 'zod';
import { type EmailContent, isExpired, type RegistrationContent } from '../delivery/content.domain.ts';
import type { AttemptResult, Delivery } from '../delivery/delivery.ts';
import { informingEmail } from './informing-email.ts';
import type { MailCarrier } from './mail-carrier.ts';
import { type LinkSecrets, registrationEmail } from './registration-email.ts';
import type { RenderedEmail } from './rendered-email.ts';

export interface EmailSenderDependencies {
  carrier: MailCarrier;
  sealer: Sealer;
  /** What links begin with. */
  publicUrl: string;
  /** Whose platform sends. */
  identity: PlatformIdentity;
  /** Whether the same registration has an email of a later generation. */
  isSuperseded: (content: RegistrationContent) => Promise<boolean>;
  now: () => number;
}

const linkSecrets = z.object({ token: z.string().min(1), code: z.string().min(1) });

/** Makes one attempt to send an email. */
export type SendEmail = (delivery: Delivery, content: EmailContent) => Promise<AttemptResult>;

export function emailSender(dependencies: EmailSenderDependencies): SendEmail {
  const { carrier, sealer, publicUrl, identity, isSuperseded, now } = dependencies;

  function opened({ sealed, registrationId, generation }: RegistrationContent): LinkSecrets | undefined {
    if (sealed === undefined) return undefined;
    try {
      const text = sealer.open(sealed, registrationContext(registrationId, generation));
      return linkSecrets.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  function rendered(content: EmailContent): RenderedEmail | undefined {
    if (content.kind === 'informing') return informingEmail(content, identity);
    const secrets = opened(content);
    return secrets && registrationEmail(content, secrets, { identity, publicUrl });
  }

  /** Nobody is sent a dead link: an event that is read again may be of an email that was replaced, and links expire. */
  async function reasonNotToSend(content: EmailContent): Promise<AttemptResult | undefined> {
    if (content.kind !== 'registration') return undefined;
    if (isExpired(content, now())) return { kind: 'superseded', error: 'link expired' };
    try {
      return (await isSuperseded(content)) ? { kind: 'superseded', error: 'superseded' } : undefined;
    } catch {
      return { kind: 'unanswered', error: 'store unavailable' };
    }
  }

  return async (delivery, content) => {
    const reason = await reasonNotToSend(content);
    if (reason !== undefined) return reason;
    const email = rendered(content);
    // The next start may be given the key that is missing now.
    if (email === undefined) return { kind: 'unanswered', error: 'content cannot be opened' };
    const { correlationId } = delivery.state;
    return carrier.carry({ ...email, id: delivery._id, to: content.to, correlationId });
  };
}
