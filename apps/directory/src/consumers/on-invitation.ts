import type { InvitationOf, Origin } from '@gatehouse/contracts';
import type { Outcome } from '@gatehouse/event-log';
import type { Clock } from '@gatehouse/runtime';
import type { Users } from '../stores/users.ts';
import { linkByAsk } from '../user.ts';

/** Links the user that an invitation has found, and answers its ask in the same write. */
export async function onLinkingInvitation(
  { users, clock }: { users: Users; clock: Clock },
  invitation: InvitationOf<'linking'>,
  origin: Origin,
): Promise<Outcome> {
  const { userId, organisationId, ask } = invitation;
  const at = new Date(clock.now()).toISOString();
  const { result } = await users.change(userId, origin, (current, version) => {
    // Asked about nobody, there is nobody to answer: the asker asks again, and raises the alarm in the end.
    if (current === undefined) return { result: 'no such user' };
    const state = linkByAsk(current, ask, organisationId, { version, at });
    return { state, result: state === undefined ? 'answered before' : 'linked' };
  });
  return result === 'linked' ? { status: 'done' } : { status: 'ignored', reason: result };
}
