import { callbackKind } from './callback/callback-kind.ts';
import type { Kinds } from './delivery/kind.domain.ts';
import { emailKindWith } from './email/email-kind.ts';
import { type Templates, templates } from './email/templates.ts';
import { logoutKind } from './logout/logout-kind.ts';
import { subscriptionKind } from './subscription/subscription-kind.ts';
import { webhookKind } from './webhook/webhook-kind.ts';

/** Every kind of message that is delivered, emails by these templates. How each is sent: `dispatch/senders.ts`. */
export function kindsWith(known: Templates): Kinds {
  return {
    callback: callbackKind,
    email: emailKindWith(known),
    webhook: webhookKind,
    logout: logoutKind,
    subscription: subscriptionKind,
  };
}

/** The same with the platform's templates. */
export const kinds = kindsWith(templates);
