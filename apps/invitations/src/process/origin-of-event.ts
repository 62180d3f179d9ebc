import type { Origin } from '@gatehouse/contracts';

/** A change that reacts to an event carries its chain on. */
export function originOf(event: { id: string; correlationid: string; actor: string }): Origin {
  return { correlationId: event.correlationid, actor: event.actor, causationId: event.id };
}
