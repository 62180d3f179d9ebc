import { controlsCollection } from './stores/controls.ts';
import { progressNotesCollection } from './stores/progress-notes.ts';

/** The collections that the rebuilding of read models needs, for the app that opens the store. */
export const readModelCollections = [controlsCollection, progressNotesCollection] as const;
