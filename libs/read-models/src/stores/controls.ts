import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  json,
  optionalJson,
} from '@gatehouse/store';
import type { Control } from '../control.ts';

/** The generations of one read model; its id is that of its schema, so that two releases may each read their own. */
const schema = documentSchema({
  active: json<Control['active']>(),
  building: optionalJson<NonNullable<Control['building']>>(),
  draining: optionalJson<NonNullable<Control['draining']>>(),
  retired: optionalJson<NonNullable<Control['retired']>>(),
});

export const controlsCollection = defineCollection('read-models', schema);
export type ControlDocument = DocumentOf<typeof schema>;
export type Controls = Collection<ControlDocument>;
