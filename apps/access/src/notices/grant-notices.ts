import { audienceOfAny, type GrantState, type LookUpService } from '@gatehouse/contracts';
import type { EntityChange } from '@gatehouse/entities';
import { changeOfGrant } from './grant-changes.domain.ts';
import { noticeOf } from './publish-notice.ts';

/** What services are told of a change of a grant, published with its write. */
export function grantNotices(serviceOf: LookUpService, now: () => number) {
  return ({ previous, state, version, origin }: EntityChange<GrantState>) => {
    const event = changeOfGrant(previous, { version, state });
    if (event === undefined) return [];
    const nowMs = now();
    const at = new Date(nowMs).toISOString();
    const change = { id: state.id, version, subjectId: state.userId, at, origin };
    return noticeOf(change, [{ event, serviceIds: audienceOfAny([state.serviceId], serviceOf) }], nowMs);
  };
}
