import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { onceWritten } from '@gatehouse/runtime';
import { listedStatus, registrationOf, resume, revoke } from '../invitation/invitation.ts';
import { knownInvitation } from '../invitation/known-invitation.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';

async function isAccepted({ registrations }: Journey, registrationId: string | undefined): Promise<boolean> {
  if (registrationId === undefined) return false;
  return (await registrations.get(registrationId))?.state.status === 'accepted';
}

/**
 * `DELETE /manage/invitations/{id}`: ends an open or expired one; its link dies when nobody waits on it any more. 409
 * once it is accepted, as it is when its person has accepted the form: all that waited take their course then.
 */
export function revokeInvitation(journey: Journey): Route {
  return route({
    method: 'delete',
    path: '/manage/invitations/:invitationId',
    access: 'operator',
    operationId: 'operatorRevokeInvitation',
    summary: 'Revoke an invitation',
    described: { refusals: { conflict: 'The invitation is accepted already.' } },
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(journey, params.invitationId),
    responses: { 204: 'The invitation is revoked.' },
    async handle({ params, actor, correlationId, log }, invitation) {
      if (invitation.status === 'waiting' && (await isAccepted(journey, invitation.registrationId))) {
        throw accepted();
      }
      const origin = chainOf(invitation, { correlationId, actor });
      const at = instantOf(journey);
      const { changed, state } = await journey.invitations.change(params.invitationId, origin, (current) =>
        revoke(current, at),
      );
      if (state === undefined || listedStatus(state) === 'accepted') throw accepted();
      const registrationId = registrationOf(state);
      if (registrationId === undefined) return { status: 204 };
      // Its event has the same done.
      await onceWritten(log, 'ending a registration', () =>
        endIfNobodyWaits(journey, registrationId, origin),
      );
      // Accepted between the look and the write: the person was told so.
      const isAcceptedNow = () => isAccepted(journey, registrationId);
      if (changed && (await onceWritten(log, 'looking again', isAcceptedNow))) {
        await journey.invitations.change(params.invitationId, origin, (current) => resume(current, at));
        throw accepted();
      }
      return { status: 204 };
    },
  });
}

function accepted() {
  return conflict('The invitation cannot be revoked: it is accepted already');
}
