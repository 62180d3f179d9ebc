import type { EventOf } from '@gatehouse/contracts';
import type { UsersProjection } from '../people/users.store.ts';
import type { AccountSessions } from './open-sessions.ts';

export interface OnUserDependencies {
  sessions: Pick<AccountSessions, 'endWhere'>;
  users: Pick<UsersProjection, 'statusOf'>;
}

/**
 * Ends the sessions of a user who was removed or deactivated. A rebuild reads old events again: then those that began after the
 * event are left alone, unless the user is not active by now either.
 */
export async function endSessionsOnChange(
  { sessions, users }: OnUserDependencies,
  event: Pick<EventOf<'gatehouse.directory.user.v1'>, 'time' | 'data'>,
): Promise<void> {
  const { state } = event.data;
  const isRemoved = state.state === 'removed';
  if (!isRemoved && state.status === 1) return;
  const isStillSo = ['removed', 'deactivated'].includes(await users.statusOf(state.id));
  const where = {
    userId: state.id,
    ...(!isStillSo && { startedAt: { lt: Date.parse(event.time) } }),
  };
  await sessions.endWhere(where, isRemoved ? 'user-removed' : 'user-deactivated');
}
