import type { EventsOf } from '@gatehouse/entities';
import { performsEffects, type ReadModel } from '@gatehouse/read-models';

/**
 * Tells services of changes only while a generation is active or draining. One that is building follows behind what was
 * told. Where it becomes active in between, the draining one still tells: it is kept until it has reached the log's end.
 */
export function whilePerforming(people: Pick<ReadModel<unknown>, 'look'>, run: string) {
  return <S extends { id: string }>(eventsOf: EventsOf<S>): EventsOf<S> =>
    async (changes) =>
      performsEffects(await people.look(), run) ? eventsOf(changes) : [];
}
