import type { EventOf } from '@gatehouse/contracts';
import { originOf } from '@gatehouse/contracts';
import { challengeOfRequest, complete } from './challenge.domain.ts';
import type { Challenges } from './challenges.store.ts';

/** Directory's reply to a newcomer's command request: whom it made, or who had the address by then. */
export async function completeSignUps(
  { challenges, now }: { challenges: Challenges; now: () => number },
  event: EventOf<'gatehouse.directory.user.v1'>,
): Promise<void> {
  const { state: user } = event.data;
  if (user.state === 'removed') return;
  for (const { id: requestId } of user.answered) {
    const challengeId = challengeOfRequest(requestId);
    if (challengeId === undefined || (await challenges.get(challengeId)) === undefined) continue;
    const at = new Date(now()).toISOString();
    await challenges.change(challengeId, originOf(event), (state) => complete(state, user.id, at));
  }
}
