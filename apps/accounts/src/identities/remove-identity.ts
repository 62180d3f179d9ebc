import type { Origin } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { presentIdentity, remove } from './identity.domain.ts';
import type { MovingParts } from './move-identity.ts';

export interface RemovingParts extends MovingParts {
  /** Whether there is such a user by now. */
  isPresent?: ((userId: string) => Promise<boolean>) | undefined;
  /** The user has no identity any more: what hangs on one goes. */
  onLastGone?: ((userId: string, origin: Origin) => Promise<void>) | undefined;
}

/**
 * Takes an identity away, with its sessions. `userStays`: the operator unlinks it, or the user is gone already. Else directory is
 * asked, with the last one of a user, to remove the user: it does where accounts made that user, who is in no organisation.
 */
export async function removeIdentity(
  { accountIdentities, sessions, onLastGone, now }: RemovingParts,
  id: string,
  origin: Origin,
  { userStays, ofUser }: { userStays: boolean; ofUser?: string },
): Promise<boolean> {
  const known = presentIdentity(await accountIdentities.get(id));
  const userId = known?.status === 'linked' ? known.userId : undefined;
  if (known === undefined || (ofUser !== undefined && userId !== ofUser)) return false;
  const others = userId === undefined ? [] : await accountIdentities.ofUser(userId, { limit: 2 });
  const isLast = userId !== undefined && others.every((each) => each.id === id);
  const at = new Date(now()).toISOString();
  const requestId = newId();
  const written = await accountIdentities.change(id, origin, (current) => {
    const present = presentIdentity(current);
    if (present === undefined) return { result: false };
    if (ofUser !== undefined && (present.status !== 'linked' || present.userId !== ofUser)) {
      return { result: false };
    }
    const request = isLast && !userStays ? { id: requestId, at, firstAt: at } : undefined;
    const { correlationId } = origin;
    return { state: remove(present, at, { request, isLast, correlationId }), result: true };
  });
  if (written.taken !== undefined || !written.result) return false;
  await sessions.endWhere({ identityId: id }, 'identity-removed');
  if (isLast) await onLastGone?.(userId, origin);
  return true;
}
