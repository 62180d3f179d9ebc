import type { HandlerResult } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import { isTooOld, type MakeDelivery, messageOfRegistration, wantedGeneration } from './messages.domain.ts';
import type { SupersedeEmails } from './supersede-emails.ts';

/** Makes a delivery of an open registration's email, and supersedes those of earlier generations, or of a registration that is over. */
export async function onRegistration(
  event: Pick<EventOf<'gatehouse.invitations.registration.v1'>, 'id' | 'actor' | 'data'>,
  { make, supersede, now }: { make: MakeDelivery; supersede: SupersedeEmails; now: () => number },
): Promise<HandlerResult> {
  const { state } = event.data;
  const origin = { actor: event.actor, causationId: event.id };
  const ended = await supersede(state.id, wantedGeneration(state), origin);
  const message = messageOfRegistration(state);
  if (message === undefined) {
    return ended > 0 ? undefined : { ignored: 'nothing to send' };
  }
  if (isTooOld(message, now())) return { ignored: 'too old' };
  await make(message, origin);
  return undefined;
}
