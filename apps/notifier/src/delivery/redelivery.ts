import { type Delivery, iso, isWaiting, pending } from './delivery.ts';
import { isExpired } from './listed-message.domain.ts';
import type { Schedules } from './schedule.domain.ts';

/** Why a delivery is not made again. */
export type NotAgain = 'superseded' | 'expired' | 'content dropped' | 'waits';

/**
 * The same delivery with its schedule started again; a pending one is attempted at once and keeps its schedule, undefined
 * where an attempt is under way or due. Or why that cannot be.
 */
export function redelivered(
  delivery: Delivery,
  schedules: Schedules,
  now: number,
): Delivery | NotAgain | undefined {
  const { state, message } = delivery;
  if (state.status === 'superseded') return 'superseded';
  if (message === undefined) return 'content dropped';
  if (isExpired(message, now)) return 'expired';
  if (isContentDropped(delivery)) return 'content dropped';
  if (isWaiting(delivery)) return 'waits';
  if (state.status === 'pending') return hastened(delivery, now);
  const { refusedSecrets: _, ...kept } = delivery;
  const again = { ...kept, attemptsBefore: state.attempts.length };
  return pending({ ...again, state: { ...state, updatedAt: iso(now) } }, schedules, now);
}

export function hastened(delivery: Delivery, now: number): Delivery | undefined {
  const { state, wakeAt = now, leasedBy } = delivery;
  if (leasedBy !== undefined || wakeAt <= now) return undefined;
  return { ...delivery, wakeAt: now, state: { ...state, nextAttemptAt: iso(now), updatedAt: iso(now) } };
}

/** A generation's secrets are dropped once they are sent or superseded. */
function isContentDropped({ message, generationKey }: Delivery): boolean {
  return generationKey !== undefined && message?.kind === 'email' && message.sealed === undefined;
}
