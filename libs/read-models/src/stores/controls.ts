import { type Collection, type Document, defineCollection, Schema } from '@gatehouse/store';
import type { Control } from '../control.ts';

/** Where one read model stands; its id is the generation of its schema, so that two releases may each read their own. */
export interface ControlDocument extends Control, Document {}

export type Controls = Collection<ControlDocument>;

const stage = { run: String, since: Number };

export const controlsCollection = defineCollection<ControlDocument>(
  'read-models',
  new Schema({
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    reads: { ...stage },
    fills: { ...stage, isNearEnd: Boolean },
    leaves: { ...stage },
    drops: { ...stage },
  }),
);
