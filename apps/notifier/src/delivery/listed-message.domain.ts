import type { Message, Origin, WebhookMessage } from '@gatehouse/contracts';

/** An event to the webhook of one service. */
export type WebhookEventMessage = Omit<WebhookMessage, 'serviceIds'> & { serviceId: string; url: string };
/** What one delivery is made of, under its id. A webhook's message makes one for each service that is told. */
export type SingleMessage = Exclude<Message, WebhookMessage> | WebhookEventMessage;

/** A message as the state of an entity lists it. */
export interface ListedMessage {
  message: SingleMessage;
  /** The id of the entity. */
  causedBy: string;
  /** The version of the entity that was read. */
  listedAt: number;
}

/** Who, and which event, caused a change of a delivery. */
export type DeliveryOrigin = Pick<Origin, 'actor' | 'causationId'>;

/** Makes the one delivery of a message and has it dispatched; `known` where it was made before. */
export type MakeDelivery = (listed: ListedMessage, origin: DeliveryOrigin) => Promise<'made' | 'known'>;

const DAY_MS = 86_400_000;
/** Deliveries are deleted at this age, so that nobody knows whether an older message was delivered. */
export const DELIVERY_LIFETIME_MS = 30 * DAY_MS;

/** Logout tokens are deleted earlier: after a day nobody signs out of anything by them. */
export const LOGOUT_LIFETIME_MS = DAY_MS;

const lifetimeOf = (kind: Message['kind']) => (kind === 'logout' ? LOGOUT_LIFETIME_MS : DELIVERY_LIFETIME_MS);

export function isTooOld({ at, kind }: Pick<Message, 'at' | 'kind'>, now: number): boolean {
  return Date.parse(at) < now - lifetimeOf(kind);
}

/** The generation of a message that supersedes others; undefined for one that does not. */
export function generationOf(message: Message | SingleMessage): number | undefined {
  return message.kind === 'email' || message.kind === 'subscription' ? message.generation : undefined;
}

/** The oldest generation that an entity wants sent: none where it lists none any more. */
export function wantedGeneration(messages: readonly Message[]): number {
  return (
    Math.max(...messages.flatMap((message) => generationOf(message) ?? []), 0) || Number.POSITIVE_INFINITY
  );
}

/** Whether a message is not sent any more because its time is over. */
export function isExpired(message: SingleMessage, now: number): boolean {
  if (message.kind === 'logout') return isTooOld(message, now);
  const { notAfter } = message as { notAfter?: string };
  return notAfter !== undefined && Date.parse(notAfter) <= now;
}
