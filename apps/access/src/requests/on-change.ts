import { consumerOf } from '@gatehouse/consumers';
import { originOf } from '@gatehouse/contracts';
import { ProjectionBehind } from '../grants/on-invitation-granting.ts';
import { advanceRequest } from './advance-request.ts';
import { type ReviewDependencies, reviewApprovedBy, reviewRequestsOf } from './review-requests.ts';

/**
 * Moves requests on: when a person changes, their membership may have come or gone, or directory has answered; when a grant
 * changes, what was asked for may be there; and an approved request goes on by itself.
 */
export function onChangeOfRequests(dependencies: ReviewDependencies) {
  const { users } = dependencies;
  return consumerOf({
    async 'gatehouse.directory.user.v1'(event) {
      const { state, version } = event.data;
      const known = (await users.get(state.id))?.entityVersion ?? 0;
      if (known < version) throw new ProjectionBehind('the projection of the user is older than the event');
      const origin = { ...originOf(event), actor: 'platform' };
      await reviewRequestsOf(dependencies, state.id, origin);
      await reviewApprovedBy(dependencies, state.id, origin);
    },
    async 'gatehouse.access.grant.v1'(event) {
      await reviewRequestsOf(dependencies, event.data.state.userId, {
        ...originOf(event),
        actor: 'platform',
      });
    },
    async 'gatehouse.access.request.v1'(event) {
      const { state } = event.data;
      if (state.status !== 'approved') return { ignored: 'nothing to be done' };
      await advanceRequest(dependencies, state.id, originOf(event));
      return undefined;
    },
  });
}
