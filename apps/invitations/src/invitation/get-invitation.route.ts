import { type Route, route } from '@gatehouse/http';
import { invitationRecord, recordOf } from './invitation-record.ts';
import type { Invitations } from './invitations.store.ts';
import { knownInvitation } from './known-invitation.ts';

/** `GET /manage/invitations/{id}`. */
export function getInvitationRoute(dependencies: { invitations: Pick<Invitations, 'get'> }): Route {
  return route({
    method: 'get',
    path: '/manage/invitations/:invitationId',
    access: 'operator',
    operationId: 'operatorGetInvitation',
    summary: 'Show an invitation',
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(dependencies, params.invitationId),
    responses: { 200: invitationRecord },
    handle: (_request, invitation) => ({ status: 200, body: recordOf(invitation) }),
  });
}
