import { type Route, route } from '@gatehouse/http';
import { type OwnInvitations, ownInvitation, ownInvitationParams } from '../invitation/known-invitation.ts';
import type { Registrations } from '../registration/registrations.store.ts';
import { ownInvitationRecord, ownRecordOf } from './invitation-record.ts';
import { withRegistration } from './listed-invitations.ts';

export interface GetOwnInvitationDependencies extends OwnInvitations {
  registrations: Pick<Registrations, 'getMany'>;
}

/** `GET /services/{id}/invitations/{invitationId}`. */
export function getOwnInvitationRoute(dependencies: GetOwnInvitationDependencies): Route {
  return route({
    method: 'get',
    path: '/services/:serviceId/invitations/:invitationId',
    access: 'client',
    operationId: 'getInvitation',
    summary: 'Show an invitation of a service',
    described: { params: ownInvitationParams },
    resolve: ({ params, caller }) => ownInvitation(dependencies, params, caller),
    responses: { 200: ownInvitationRecord },
    async handle(_request, invitation) {
      return { status: 200, body: ownRecordOf(await withRegistration(dependencies, invitation)) };
    },
  });
}
