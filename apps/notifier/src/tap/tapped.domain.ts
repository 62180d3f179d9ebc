import type { MessageOf } from '../delivery/kind.domain.ts';
import type { SingleMessage, WebhookEventMessage } from '../delivery/listed-message.domain.ts';

/** A message that listeners get. An event goes to the address that the webhook has when it is read. */
export type TappedMessage = MessageOf<'callback'> | MessageOf<'logout'> | Omit<WebhookEventMessage, 'url'>;

export interface Tapped {
  message: TappedMessage;
  /** It was made for the listeners alone: the webhook does not get it. */
  isMissed: boolean;
}

/** Kept so long for listeners. */
export const TAPPED_LIFETIME_MS = 3_600_000;

/** What listeners get of a message that was made; undefined for what goes to people. */
export function tappedOf(message: SingleMessage): TappedMessage | undefined {
  if (message.kind === 'callback' || message.kind === 'logout') return message;
  if (message.kind !== 'webhook') return undefined;
  const { url: _, ...event } = message;
  return event;
}
