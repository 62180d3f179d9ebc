import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** How far one instance is with building one run's generation; its id is `<run>/<instance>`. */
const schema = documentSchema({
  run: { type: String, required: true },
  handled: { type: Number, required: true, min: 0 },
  remaining: { type: Number, required: true, min: 0 },
  /** When it was noted, milliseconds. */
  at: { type: Number, required: true },
});
schema.index({ run: 1 }, { name: 'run' });

export const progressNotesCollection = defineCollection('read-model-progress', schema);
export type ProgressNotes = Collection<DocumentOf<typeof schema>>;

const MOST_INSTANCES = 500;

/** An older note is of an instance that has ended: what remained for it others have taken over. */
const CURRENT_MS = 10_000;

interface Parts {
  notes: ProgressNotes;
  now: () => number;
}

export async function noteProgress(
  { notes, now }: Parts,
  {
    run,
    instance,
    handled,
    remaining,
  }: { run: string; instance: string; handled: number; remaining: number },
): Promise<void> {
  await change(notes, now, `${run}/${instance}`, () => ({
    document: { _id: `${run}/${instance}`, run, handled, remaining, at: now() },
    result: undefined,
  }));
}

/** How many records all instances have handled of a run, and how many there are as far as they know. */
export async function progressOf(
  { notes, now }: Parts,
  run: string,
): Promise<{ handled: number; total: number }> {
  const found = await notes.find({ where: { run }, limit: MOST_INSTANCES });
  const handled = found.reduce((sum, note) => sum + note.handled, 0);
  const current = found.filter(({ at }) => at > now() - CURRENT_MS);
  return { handled, total: handled + current.reduce((sum, note) => sum + note.remaining, 0) };
}

export async function eraseProgress({ notes }: Pick<Parts, 'notes'>, run: string): Promise<void> {
  const found = await notes.find({ where: { run }, limit: MOST_INSTANCES });
  await notes.purge(found.map(({ _id }) => _id));
}
