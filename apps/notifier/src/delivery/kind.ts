import type { DeliveryState, Message } from '@gatehouse/contracts';
import type { AttemptResult, Delivery } from './delivery.ts';
import type { ScheduleName } from './schedule.domain.ts';

/** What the notifier must know of a kind of message to make a delivery of it. */
export interface Kind<M extends Message = Message> {
  /** The deliveries that it waits with: see `queues.domain.ts`. */
  queueOf(message: M): string;
  scheduleOf(message: M): ScheduleName;
  /** What the record of the delivery shows of the message. */
  shown(message: M): Pick<DeliveryState, 'url' | 'to'>;
}

export type MessageOf<K extends Message['kind']> = Extract<Message, { kind: K }>;
/** Every kind of message, by name. */
export type Kinds = { readonly [K in Message['kind']]: Kind<MessageOf<K>> };

/** Makes one attempt to deliver a message; never rejects. */
export type Send<M extends Message = Message> = (delivery: Delivery, message: M) => Promise<AttemptResult>;
/** How each kind is sent. */
export type SendByKind = { readonly [K in Message['kind']]: Send<MessageOf<K>> };
