import type { AttemptResult } from './attempt.domain.ts';
import type { Delivery } from './delivery.ts';
import type { MessageOf } from './kind.domain.ts';
import type { SingleMessage } from './listed-message.domain.ts';

/** Makes one attempt to deliver a message; never rejects. */
export type Send<M extends SingleMessage = SingleMessage> = (
  delivery: Delivery,
  message: M,
) => Promise<AttemptResult>;
/** How each kind is sent. */
export type SendByKind = { readonly [K in SingleMessage['kind']]: Send<MessageOf<K>> };
