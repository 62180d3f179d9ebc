import { type EventOf, originOf } from '@gatehouse/contracts';
import type { Sessions } from './open-sessions.ts';
import type { EndReason } from './session.domain.ts';

type UserEvent = Pick<
  EventOf<'gatehouse.directory.user.v1'>,
  'id' | 'correlationid' | 'actor' | 'time' | 'data'
>;

/** Why a user's sessions end, if they do. A new user's address is not a changed one, but has no sessions either. */
function reasonOf({ data: { state, changed } }: UserEvent): EndReason | undefined {
  if (state.state === 'removed') return 'user-removed';
  if (state.status === 0) return 'user-deactivated';
  return changed.includes('email') ? 'email-changed' : undefined;
}

/**
 * Ends the sessions of a user who was removed or deactivated, or whose address changed. Those that began after the change are
 * left alone: a rebuild reads old events again.
 */
export async function endSessionsOnChange(
  { sessions }: { sessions: Sessions },
  event: UserEvent,
): Promise<void> {
  const reason = reasonOf(event);
  if (reason === undefined) return;
  const where = { 'state.userId': event.data.state.id, 'state.startedAt': { lt: event.time } };
  await sessions.endWhere(where, reason, originOf(event));
}
