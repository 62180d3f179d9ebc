import type { DeliveryState } from '@gatehouse/contracts';
import type { SingleMessage } from './listed-message.domain.ts';
import type { ScheduleName } from './schedule.domain.ts';

/** What the notifier must know of a kind of message to make a delivery of it. */
export interface Kind<M extends SingleMessage = SingleMessage> {
  /** The deliveries that it waits with: see `queues.domain.ts`. */
  queueOf(message: M): string;
  scheduleOf(message: M): ScheduleName;
  /** What the record of the delivery shows of the message. */
  shown(message: M): Pick<DeliveryState, 'url' | 'to' | 'event' | 'data'>;
}

export type MessageOf<K extends SingleMessage['kind']> = Extract<SingleMessage, { kind: K }>;
/** Every kind of message, by name. */
export type Kinds = { readonly [K in SingleMessage['kind']]: Kind<MessageOf<K>> };
