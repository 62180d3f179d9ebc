import { conflict, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { listedStatus, registrationOf, revoke } from '../invitation.ts';
import { endIfNobodyWaits } from '../journey/end-registration.ts';
import { chainOf, instantOf, type Journey } from '../journey/journey.ts';

/**
 * `DELETE /manage/invitations/{id}`: ends an open or expired one; its link dies when nobody waits on it any more. 409
 * once it is accepted.
 */
export function revokeInvitation(journey: Journey): Route {
  return route({
    method: 'delete',
    path: '/manage/invitations/:id',
    access: 'operator',
    summary: 'Revoke an invitation',
    described: { refusals: { conflict: 'The invitation is accepted' } },
    uuidParams: ['id'],
    responses: { 204: 'Revoked' },
    async handle({ params, actor, correlationId }) {
      const invitation = (await journey.invitations.get(params.id))?.state;
      if (invitation === undefined) throw notFound('There is no such invitation');
      const origin = chainOf(invitation, { correlationId, actor });
      const at = instantOf(journey);
      const { state } = await journey.invitations.change(params.id, origin, (current) => revoke(current, at));
      if (state === undefined || listedStatus(state) === 'accepted') {
        throw conflict('The invitation is accepted already');
      }
      const { registrationId } = registrationOf(state);
      if (registrationId !== undefined) await endIfNobodyWaits(journey, registrationId, origin);
      return { status: 204 };
    },
  });
}
