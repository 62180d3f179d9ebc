import { type BuiltEvent, buildEvent, type Origin } from '../events/build-event.ts';
import type { EventType, StateOf } from '../events/event-types.ts';
import { exampleIds } from './example-ids.ts';
import { exampleStates } from './example-states.ts';

const AT = Date.parse('2026-03-02T09:05:00.000Z');

export interface ExampleOptions {
  /** Default: that of 2 March 2026, 09:05 UTC. */
  version?: number;
  /** When the event says that it was made, milliseconds. Default: the version. */
  at?: number;
  origin?: Partial<Origin>;
  /** The state before, for the names of what changed. */
  previous?: object;
}

/** An event of a type, built as the platform builds it, from the example's state with the given members. */
export function exampleEvent<T extends EventType>(
  type: T,
  members: Partial<StateOf<T>> = {},
  { version = AT, at = version, origin = {}, previous }: ExampleOptions = {},
): BuiltEvent {
  const states: Readonly<Record<EventType, object>> = exampleStates;
  const state = { ...states[type], ...members } as StateOf<T> & { id: string };
  const asked = { correlationId: 'req-8d1f', actor: `client:${exampleIds.service}` };
  return buildEvent(type, { version, state, previous }, { ...asked, ...origin }, at);
}
