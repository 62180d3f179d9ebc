import { type Route, route } from '@gatehouse/http';
import { ownInvitation, ownInvitationParams } from '../invitation/known-invitation.ts';
import type { ProcessDependencies } from './dependencies.ts';
import { revokeInvitation } from './revoke-invitation.ts';

/** `DELETE /services/{id}/invitations/{invitationId}`. */
export function revokeOwnInvitationRoute(dependencies: ProcessDependencies): Route {
  return route({
    method: 'delete',
    path: '/services/:serviceId/invitations/:invitationId',
    access: 'client',
    operationId: 'revokeInvitation',
    summary: 'Revoke an invitation of a service',
    described: {
      text: 'The person is not told. The link of the email ends with the last invitation that waits on it.',
      params: ownInvitationParams,
      refusals: { conflict: 'The invitation is accepted already.' },
    },
    resolve: ({ params, caller }) => ownInvitation(dependencies, params, caller),
    responses: { 204: 'The invitation is revoked.' },
    async handle(request, invitation) {
      const by = request.caller.kind === 'client' ? 'service' : 'operator';
      await revokeInvitation(dependencies, invitation, by, request);
      return { status: 204 };
    },
  });
}
