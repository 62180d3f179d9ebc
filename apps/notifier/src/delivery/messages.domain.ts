import type { InvitationState, RegistrationState } from '@gatehouse/contracts';
import type { ItemToSend } from './delivery.ts';

const DAY_MS = 86_400_000;
/** Deliveries are deleted at this age, so that nothing remembers whether an older item was delivered. */
export const DELIVERY_LIFETIME_MS = 30 * DAY_MS;

/** What an accepted invitation owes: its callback and the email that informs its user, either or both or none. */
export function itemsOfInvitation(state: InvitationState): ItemToSend[] {
  if (state.status !== 'accepted') return [];
  const { id: causedBy, serviceId, correlationId, callbackToSend, emailToSend } = state;
  const items: ItemToSend[] = [];
  if (callbackToSend !== undefined) {
    const { id, at, url, audienceServiceId, sub, sourceId } = callbackToSend;
    const content = { kind: 'callback' as const, url, audienceServiceId, sub, sourceId };
    items.push({ id, at, causedBy, serviceId, correlationId, content });
  }
  if (emailToSend !== undefined) {
    const { id, at, ...facts } = emailToSend;
    items.push({ id, at, causedBy, serviceId, correlationId, content: { kind: 'informing', ...facts } });
  }
  return items;
}

/** What an open registration owes: the email of its generation, unless that is known to have been sent. */
export function itemsOfRegistration(state: RegistrationState): ItemToSend | undefined {
  if (state.status !== 'open' || state.emailToSend.sealed === undefined) return undefined;
  const { id, at, serviceId, correlationId, ...facts } = state.emailToSend;
  const content = { kind: 'registration' as const, registrationId: state.id, ...facts };
  return { id, at, causedBy: state.id, serviceId, correlationId, content };
}

/** The oldest generation whose email may still be wanted: none of a registration that is over. */
export function wantedGeneration(state: RegistrationState): number {
  return state.status === 'open' ? state.generation : Number.POSITIVE_INFINITY;
}

/** Whether an item is older than anything that is remembered. */
export function isTooOld(item: ItemToSend, now: number): boolean {
  return Date.parse(item.at) < now - DELIVERY_LIFETIME_MS;
}
