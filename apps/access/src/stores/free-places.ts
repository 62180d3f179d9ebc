import { type Collection, type Document, defineCollection, Schema } from '@gatehouse/store';
import { LISTS } from './list-rows.ts';

/**
 * A place that a removed record left. One may stand here that is taken again, where a process ended between two writes:
 * the rows decide, and who finds it taken takes it out.
 */
export interface FreePlace extends Document {
  serviceId: string;
  place: number;
}

export type FreePlaces = Collection<FreePlace>;

const schema = new Schema({
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  serviceId: { type: String, required: true },
  place: { type: Number, required: true },
});
schema.index({ serviceId: 1, place: 1 }, { name: 'place' });

export const freePlacesCollection = defineCollection<FreePlace>(`${LISTS}.free`, schema);

function idOf(serviceId: string, place: number): string {
  return `${serviceId}:${place}`;
}

/** Notes a place as free; nothing where it is noted already. */
export async function notePlace(
  { freePlaces, now }: { freePlaces: FreePlaces; now: () => number },
  serviceId: string,
  place: number,
): Promise<void> {
  const document = { _id: idOf(serviceId, place), version: now(), serviceId, place };
  await freePlaces.write({ document, events: [] });
}

export function forgetPlaces(
  freePlaces: FreePlaces,
  serviceId: string,
  places: readonly number[],
): Promise<void> {
  return freePlaces.purge(places.map((place) => idOf(serviceId, place)));
}

/** The lowest free place of a service. */
export async function lowestFreePlace(
  freePlaces: FreePlaces,
  serviceId: string,
): Promise<number | undefined> {
  const [lowest] = await freePlaces.find({ where: { serviceId }, sort: [['place', 1]], limit: 1 });
  return lowest?.place;
}

/** Some places that are noted as free and stand behind another. */
export async function freePlacesBehind(
  freePlaces: FreePlaces,
  serviceId: string,
  place: number,
  limit: number,
): Promise<number[]> {
  const found = await freePlaces.find({ where: { serviceId, place: { gt: place } }, limit });
  return found.map((each) => each.place);
}
