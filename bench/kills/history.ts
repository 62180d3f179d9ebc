import { type EventOf, type EventType, parseEvent } from '@gatehouse/contracts';
import { openEventLog } from '@gatehouse/event-log';
import type { LogToJudge } from '../chaos/judge.ts';

/** The states of an entity, by version. */
export type States<T extends EventType> = readonly EventOf<T>['data'][];
/** By id. */
export type History<T extends EventType> = ReadonlyMap<string, States<T>>;

/** Reads the whole log; gives all states of the entities of a type. */
export async function readHistory({ eventsUrl, dataDir, topics }: LogToJudge) {
  const byType = new Map<string, Map<string, Map<number, EventOf<EventType>['data']>>>();
  const log = await openEventLog({ url: eventsUrl, dataDir, now: Date.now });
  const replica = await log.consume({
    topics,
    async handle(records) {
      for (const { value } of records) {
        const event = parseEvent(JSON.parse(value));
        if (event === undefined) continue;
        const ofType = byType.get(event.type) ?? new Map();
        byType.set(event.type, ofType);
        const states = ofType.get(event.subject) ?? new Map();
        ofType.set(event.subject, states.set(event.data.version, event.data));
      }
    },
  });
  await replica.caughtUp;
  await log.close();
  return <T extends EventType>(type: T): History<T> =>
    new Map(
      [...(byType.get(type) ?? [])].map(([id, states]) => [
        id,
        [...states.values()].sort((a, b) => a.version - b.version) as EventOf<T>['data'][],
      ]),
    );
}
