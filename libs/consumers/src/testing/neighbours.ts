import { buildEvent, type EventType, type StateOf } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';

const ORIGIN = { correlationId: 'a-neighbour', actor: 'operator' };

/** Publishes events as other apps would, for the specs of an app alone. */
export async function createNeighbours(eventLog: EventLog) {
  const publisher = await eventLog.publisher('neighbours');
  let last = Promise.resolve();
  let version = Date.now();
  return {
    /** Each event has a newer version than those before, unless an old one is given. */
    publish<T extends EventType>(
      type: T,
      state: StateOf<T> & { id: string },
      times = 1,
      oldVersion?: number,
    ): Promise<void> {
      const built = buildEvent(type, { version: oldVersion ?? ++version, state }, ORIGIN, Date.now());
      const record = { topic: built.topic, key: built.key, value: JSON.stringify(built.event) };
      last = last.then(() => publisher.publish(Array.from({ length: times }, () => record)));
      return last;
    },
    close: () => publisher.close(),
  };
}
