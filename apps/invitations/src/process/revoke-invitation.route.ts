import { type Route, route } from '@gatehouse/http';
import { knownInvitation } from '../invitation/known-invitation.ts';
import type { ProcessDependencies } from './dependencies.ts';
import { revokeInvitation } from './revoke-invitation.ts';

/** `DELETE /manage/invitations/{id}`. */
export function revokeInvitationRoute(dependencies: ProcessDependencies): Route {
  return route({
    method: 'delete',
    path: '/manage/invitations/:invitationId',
    access: 'operator',
    operationId: 'operatorRevokeInvitation',
    summary: 'Revoke an invitation',
    described: { refusals: { conflict: 'The invitation is accepted already.' } },
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(dependencies, params.invitationId),
    responses: { 204: 'The invitation is revoked.' },
    async handle(request, invitation) {
      await revokeInvitation(dependencies, invitation, 'operator', request);
      return { status: 204 };
    },
  });
}
