import { randomBytes } from 'node:crypto';
import { change, type Store } from '@gatehouse/store';
import { FIRST_CONTROL } from './control.ts';
import { type ControlDocument, controlsCollection } from './stores/controls.ts';

/**
 * Has a read model rebuilt by whoever next starts on the store, which nobody uses now. A rebuild that was under way is
 * begun anew: what it had read is no longer what its groups have committed.
 */
export async function askForRebuild(
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
