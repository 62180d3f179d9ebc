import type { EventOf } from '@gatehouse/contracts';
import type { Outcome } from '@gatehouse/event-log';
import type { MakeDelivery } from '../dispatch/make-delivery.ts';
import { isTooOld, itemsOfRegistration, wantedGeneration } from './messages.domain.ts';
import type { SupersedeEmails } from './supersede-emails.ts';

/**
 * Makes a delivery of the email that an open registration owes, and sees to it that none of earlier generations is sent
 * any more, nor any of one that is over.
 */
export async function onRegistration(
  event: Pick<EventOf<'gatehouse.invitations.registration.v1'>, 'id' | 'actor' | 'data'>,
  { make, supersede, now }: { make: MakeDelivery; supersede: SupersedeEmails; now: () => number },
): Promise<Outcome> {
  const { state } = event.data;
  const origin = { actor: event.actor, causationId: event.id };
  const ended = await supersede(state.id, wantedGeneration(state), origin);
  const item = itemsOfRegistration(state);
  if (item === undefined) {
    return ended > 0 ? { status: 'done' } : { status: 'ignored', reason: 'nothing is owed' };
  }
  if (isTooOld(item, now())) return { status: 'ignored', reason: 'too old' };
  await make(item, origin);
  return { status: 'done' };
}
