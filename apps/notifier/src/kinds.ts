import { callbackKind } from './callback/callback-kind.ts';
import type { Kinds } from './delivery/kind.domain.ts';
import { emailKind } from './email/email-kind.ts';

/** Every kind of message that is delivered. How each is sent: `dispatch/senders.ts`. */
export const kinds: Kinds = { callback: callbackKind, email: emailKind };
