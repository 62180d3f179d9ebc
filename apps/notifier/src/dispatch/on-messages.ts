import type { HandlerResult } from '@gatehouse/consumers';
import { type EventOf, type EventType, type Message, messagesIn } from '@gatehouse/contracts';
import { isTooOld, type MakeDelivery, wantedGeneration } from '../delivery/listed-message.domain.ts';
import type { SupersedeGenerations } from '../delivery/supersede-generations.ts';
import type { TellWebhooks } from '../webhook/tell-webhooks.ts';

interface MessagesDependencies {
  make: MakeDelivery;
  tell: TellWebhooks;
  /** Given for entities whose messages have generations. */
  supersede?: SupersedeGenerations;
  now: () => number;
}

/** An event whose state may list messages. */
type ListingEvent = Pick<EventOf<EventType>, 'id' | 'actor' | 'subject'> & {
  data: { version: number; state: object };
};

/**
 * Makes a delivery of each message that an entity lists. Of messages with generations, earlier ones are superseded, and all
 * once the entity lists none.
 */
export async function onMessages(
  event: ListingEvent,
  { make, tell, supersede, now }: MessagesDependencies,
): Promise<HandlerResult> {
  const { version: listedAt, state } = event.data;
  const { messages = [] } = state as { messages?: readonly Message[] };
  const [causedBy, origin] = [event.subject, { actor: event.actor, causationId: event.id }];
  const ended = await supersede?.({ causedBy, listedAt, wanted: wantedGeneration(messages) }, origin);
  const due = messages.filter((message) => !isTooOld(message, now()));
  const all = due.flatMap((message): Message[] =>
    message.kind === 'webhook' ? messagesIn(message) : [message],
  );
  await Promise.all(
    all.map((message) =>
      message.kind === 'webhook'
        ? tell({ message, causedBy, listedAt }, origin)
        : make({ message, causedBy, listedAt }, origin),
    ),
  );
  if (due.length > 0 || (ended ?? 0) > 0) return undefined;
  return { ignored: messages.length > 0 ? 'too old' : 'nothing to send' };
}
