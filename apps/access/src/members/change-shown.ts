import type { UserState } from '@gatehouse/contracts';
import { canonicalId, lookUpUntil } from '@gatehouse/runtime';
import { z } from 'zod';
import type { Users } from '../people/users.store.ts';

/** The header of reads that wait for a change. */
export const changeHeaders = {
  change: z
    .string()
    .optional()
    .describe(
      'What a write answered in its header `change`: the answer then shows it, or is two seconds late.',
    ),
};

/**
 * Waits until a change that the reader names is shown: two seconds at most. Users come from directory, and may be behind;
 * what access writes itself shows at once. `alsoShown`: whether what is made of the user shows it as well. A text that names
 * no change waits for nothing.
 */
export async function changeShown(
  { users }: { users: Users },
  header: unknown,
  alsoShown: (user: UserState) => Promise<boolean> = async () => true,
): Promise<void> {
  if (typeof header !== 'string') return;
  const [, id, version] = /^([^:]{36}):(\d{1,16})$/.exec(header) ?? [];
  const userId = id === undefined ? undefined : canonicalId(id);
  if (userId === undefined) return;
  await lookUpUntil(async () => {
    const shown = await users.get(userId);
    if (shown === undefined || shown.entityVersion < Number(version)) return undefined;
    return (await alsoShown(shown.state)) || undefined;
  });
}
