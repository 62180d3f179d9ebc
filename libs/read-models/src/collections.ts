import { controlsCollection } from './stores/controls.ts';
import { progressNotesCollection } from './stores/progress-notes.ts';

/** What a store keeps of its read models beside their own collections, for whoever opens it. */
export const readModelCollections = [controlsCollection, progressNotesCollection] as const;
