import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import type { WantedEvents } from './listener.domain.ts';

/** Who listens to what a service is sent: one document for each service, under its id. What its members mean: `Listener`. */
const schema = documentSchema({
  since: { type: Number, required: true },
  polledAt: { type: Number, required: true },
  position: { type: Number, required: true, min: 0 },
  wanted: json<readonly WantedEvents[]>(),
});

export const listeners = defineCollection('listeners', schema);
export type ListenerDocument = DocumentOf<typeof schema>;
export type Listeners = Collection<ListenerDocument>;
