import type { HandlerResult } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import { isTooOld, type MakeDelivery, messagesOfInvitation } from './messages.domain.ts';

/** Makes a delivery of each message of an accepted invitation. */
export async function onInvitation(
  event: Pick<EventOf<'gatehouse.invitations.invitation.v1'>, 'id' | 'actor' | 'data'>,
  { make, now }: { make: MakeDelivery; now: () => number },
): Promise<HandlerResult> {
  const messages = messagesOfInvitation(event.data.state as Parameters<typeof messagesOfInvitation>[0]);
  if (messages.length === 0) return { ignored: 'nothing to send' };
  const due = messages.filter((message) => !isTooOld(message, now()));
  if (due.length === 0) return { ignored: 'too old' };
  await Promise.all(due.map((message) => make(message, { actor: event.actor, causationId: event.id })));
  return undefined;
}
