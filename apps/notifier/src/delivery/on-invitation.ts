import type { EventOf } from '@gatehouse/contracts';
import type { Outcome } from '@gatehouse/event-log';
import type { MakeDelivery } from '../dispatch/make-delivery.ts';
import { isTooOld, itemsOfInvitation } from './messages.domain.ts';

/** Makes a delivery of each thing that an accepted invitation owes: its callback, and the email that informs its user. */
export async function onInvitation(
  event: Pick<EventOf<'gatehouse.invitations.invitation.v1'>, 'id' | 'actor' | 'data'>,
  { make, now }: { make: MakeDelivery; now: () => number },
): Promise<Outcome> {
  const items = itemsOfInvitation(event.data.state as Parameters<typeof itemsOfInvitation>[0]);
  if (items.length === 0) return { status: 'ignored', reason: 'nothing is owed' };
  const due = items.filter((item) => !isTooOld(item, now()));
  if (due.length === 0) return { status: 'ignored', reason: 'too old' };
  await Promise.all(due.map((item) => make(item, { actor: event.actor, causationId: event.id })));
  return { status: 'done' };
}
