import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { onceWritten } from '@gatehouse/runtime';
import { listedStatus, registrationOf, resume, revoke } from '../invitation/invitation.ts';
import { knownInvitation } from '../invitation/known-invitation.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';

async function isAccepted(
  { registrations }: ProcessDependencies,
  registrationId: string | undefined,
): Promise<boolean> {
  if (registrationId === undefined) return false;
  return (await registrations.get(registrationId))?.state.status === 'accepted';
}

/**
 * `DELETE /manage/invitations/{id}`: ends an open or expired one; its link ends when nobody waits on it any more. 409
 * once it is accepted, or its registration is: everything that waited then goes on.
 */
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
    async handle({ params, actor, correlationId, log }, invitation) {
      if (invitation.status === 'waiting' && (await isAccepted(dependencies, invitation.registrationId))) {
        throw accepted();
      }
      const origin = chainOf(invitation, { correlationId, actor });
      const at = isoNow(dependencies.clock);
      const { changed, state } = await dependencies.invitations.change(
        params.invitationId,
        origin,
        (current) => revoke(current, at),
      );
      if (state === undefined || listedStatus(state) === 'accepted') throw accepted();
      const registrationId = registrationOf(state);
      if (registrationId === undefined) return { status: 204 };
      // The invitation's event does the same.
      await onceWritten(log, 'ending a registration', () =>
        endIfNobodyWaits(dependencies, registrationId, origin),
      );
      // Accepted between the look and the write: the person was told so.
      const isAcceptedNow = () => isAccepted(dependencies, registrationId);
      if (changed && (await onceWritten(log, 'looking again', isAcceptedNow))) {
        await dependencies.invitations.change(params.invitationId, origin, (current) => resume(current, at));
        throw accepted();
      }
      return { status: 204 };
    },
  });
}

function accepted() {
  return conflict('The invitation cannot be revoked: it is accepted already');
}
