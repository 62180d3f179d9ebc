import { randomBytes } from 'node:crypto';
import { change, type Store } from '@gatehouse/store';
import { FIRST_CONTROL } from './control.ts';
import { type ControlDocument, controlsCollection } from './stores/controls.ts';

/**
 * Begins a rebuild in a store that nobody uses; the next process that starts on it continues. A running rebuild is begun
 * again: its generation no longer matches what its groups have committed.
 */
export async function requestRebuild(
  store: Store,
  { generation }: { generation: string },
  now: () => number,
): Promise<void> {
  const run = randomBytes(5).toString('hex');
  await change(store.collection(controlsCollection), now, generation, (stored) => {
    const { active, building, draining, retired } = stored ?? FIRST_CONTROL;
    const over = building ?? draining ?? retired;
    const control = { active, building: { run, since: now() }, ...(over !== undefined && { retired: over }) };
    return { document: { ...control, _id: generation } as ControlDocument, result: undefined };
  });
}
