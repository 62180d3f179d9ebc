import { buildEvent, type KnownAccountIdentity, type SubscriptionMessage } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';

const origin = { correlationId: 'correlation-1', actor: 'public' };
let version = Date.now();
let generation = Date.now();

/** A change of a user's subscriptions, later than those made before. */
export function subscriptionMessage(userId: string, address?: string): SubscriptionMessage {
  return {
    ...{ id: newId(), kind: 'subscription', at: new Date().toISOString(), correlationId: 'correlation-1' },
    ...{ userId, generation: ++generation },
    ...(address === undefined ? { change: 'end' } : { change: 'address', address }),
  };
}

/** The event of an identity that lists these messages, each time at its next version. */
export function subscriptionsEvent(id: string, messages: SubscriptionMessage[]) {
  const at = new Date().toISOString();
  const state: KnownAccountIdentity = {
    ...{ id, status: 'known', issuer: 'https://id.example.org', subject: id },
    ...{ createdAt: at, updatedAt: at, messages },
  };
  return buildEvent('gatehouse.accounts.identity.v1', { version: ++version, state }, origin, Date.now());
}
