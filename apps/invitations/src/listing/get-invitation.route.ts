import { type Route, route } from '@gatehouse/http';
import type { Invitations } from '../invitation/invitations.store.ts';
import { knownInvitation } from '../invitation/known-invitation.ts';
import type { Registrations } from '../registration/registrations.store.ts';
import { invitationRecord, recordOf } from './invitation-record.ts';
import { withRegistration } from './listed-invitations.ts';

export interface GetInvitationDependencies {
  invitations: Pick<Invitations, 'get'>;
  registrations: Pick<Registrations, 'getMany'>;
}

/** `GET /manage/invitations/{id}`. */
export function getInvitationRoute(dependencies: GetInvitationDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/invitations/:invitationId',
    access: 'operator',
    operationId: 'operatorGetInvitation',
    summary: 'Show an invitation',
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(dependencies, params.invitationId),
    responses: { 200: invitationRecord },
    async handle(_request, invitation) {
      return { status: 200, body: recordOf(await withRegistration(dependencies, invitation)) };
    },
  });
}
