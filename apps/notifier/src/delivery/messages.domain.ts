import type { InvitationState, Origin, RegistrationState } from '@gatehouse/contracts';
import type { ContentToSend } from './content.domain.ts';

/** Something that is to be sent, listed by the state of another entity. One delivery is made of it, under its id. */
export interface Message {
  id: string;
  /** Since when it is to be sent: ISO 8601. */
  at: string;
  /** The invitation or registration. */
  causedBy: string;
  serviceId: string;
  correlationId: string;
  content: ContentToSend;
}

/** Who, and which event, caused a change of a delivery. */
export type DeliveryOrigin = Pick<Origin, 'actor' | 'causationId'>;

/** Makes the one delivery of a message and has it dispatched; `known` where it was made before. */
export type MakeDelivery = (message: Message, origin: DeliveryOrigin) => Promise<'made' | 'known'>;

const DAY_MS = 86_400_000;
/** Deliveries are deleted at this age, so that nobody knows whether an older message was delivered. */
export const DELIVERY_LIFETIME_MS = 30 * DAY_MS;

/** An accepted invitation's callback and the email that informs its user: either, both or none. */
export function messagesOfInvitation(state: InvitationState): Message[] {
  if (state.status !== 'accepted') return [];
  const { id: causedBy, serviceId, correlationId, callbackToSend, emailToSend } = state;
  const messages: Message[] = [];
  if (callbackToSend !== undefined) {
    const { id, at, url, audienceServiceId, sub, sourceId } = callbackToSend;
    const content = { kind: 'callback' as const, url, audienceServiceId, sub, sourceId };
    messages.push({ id, at, causedBy, serviceId, correlationId, content });
  }
  if (emailToSend !== undefined) {
    const { id, at, ...content } = emailToSend;
    messages.push({ id, at, causedBy, serviceId, correlationId, content: { kind: 'informing', ...content } });
  }
  return messages;
}

/** An open registration's email of its generation; none where that is known to have been sent. */
export function messageOfRegistration(state: RegistrationState): Message | undefined {
  if (state.status !== 'open' || state.emailToSend.sealed === undefined) return undefined;
  const { id, at, serviceId, correlationId, ...email } = state.emailToSend;
  const content = { kind: 'registration' as const, registrationId: state.id, ...email };
  return { id, at, causedBy: state.id, serviceId, correlationId, content };
}

/** The oldest generation whose email may still be sent: none of a registration that is over. */
export function wantedGeneration(state: RegistrationState): number {
  return state.status === 'open' ? state.generation : Number.POSITIVE_INFINITY;
}

export function isTooOld({ at }: Message, now: number): boolean {
  return Date.parse(at) < now - DELIVERY_LIFETIME_MS;
}
