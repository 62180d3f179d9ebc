import { registrationContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import type { PlatformIdentity } from '@gatehouse/texts';
import {
  type EmailContent,
  isExpired,
  type RegistrationContent,
  type SealedParts,
  sealedParts,
} from '../delivery/content.domain.ts';
import type { AttemptResult, Delivery } from '../delivery/delivery.ts';
import { informingEmail } from './informing-email.ts';
import type { MailCarrier } from './mail-carrier.ts';
import { registrationEmail } from './registration-email.ts';
import type { RenderedEmail } from './rendered-email.ts';

export interface EmailSenderOptions {
  carrier: MailCarrier;
  sealer: Sealer;
  /** What links begin with; known once the gateway listens. */
  publicUrl: string;
  /** Whose platform sends. */
  identity: PlatformIdentity;
  /** Whether a later generation of the same registration's email was made. */
  isSuperseded: (content: RegistrationContent) => Promise<boolean>;
  now: () => number;
}

/** Makes one attempt to send an email. */
export type SendEmail = (delivery: Delivery, content: EmailContent) => Promise<AttemptResult>;

export function emailSender(options: EmailSenderOptions): SendEmail {
  const { carrier, sealer, publicUrl, identity, isSuperseded, now } = options;

  function opened(content: RegistrationContent): SealedParts | undefined {
    if (content.sealed === undefined) return undefined;
    try {
      return sealedParts.parse(
        JSON.parse(
          sealer.open(content.sealed, registrationContext(content.registrationId, content.generation)),
        ),
      );
    } catch {
      return undefined;
    }
  }

  function rendered(content: EmailContent): RenderedEmail | undefined {
    if (content.kind === 'informing') return informingEmail(content, identity);
    const parts = opened(content);
    return parts && registrationEmail(content, parts, { identity, publicUrl: publicUrl });
  }

  /**
   * Events that come again, others of the batch left out, make a delivery of what is long replaced, and one that waits may
   * do so until its link has run out: nobody gets a dead link.
   */
  async function obstacle(content: EmailContent): Promise<AttemptResult | undefined> {
    if (content.kind !== 'registration') return undefined;
    if (isExpired(content, now())) return { kind: 'superseded', error: 'link expired' };
    try {
      return (await isSuperseded(content)) ? { kind: 'superseded', error: 'superseded' } : undefined;
    } catch {
      return { kind: 'unanswered', error: 'store unavailable' };
    }
  }

  return async (delivery, content) => {
    const inTheWay = await obstacle(content);
    if (inTheWay !== undefined) return inTheWay;
    const email = rendered(content);
    // A key that is not at hand now may be given to the next start.
    if (email === undefined) return { kind: 'unanswered', error: 'content cannot be opened' };
    const { correlationId } = delivery.state;
    return carrier.carry({ ...email, id: delivery._id, to: content.to, correlationId });
  };
}
