import { type Route, route } from '@gatehouse/http';
import { ownInvitation, ownInvitationParams } from '../invitation/known-invitation.ts';
import type { ProcessDependencies } from './dependencies.ts';
import { resendInvitation } from './resend-invitation.ts';

/** A service sends the next email so long after the last one at the soonest. */
const PAUSE_MS = 60_000;

/** `POST /services/{id}/invitations/{invitationId}/resend`. The operator need not wait between two emails. */
export function resendOwnInvitationRoute(dependencies: ProcessDependencies): Route {
  return route({
    method: 'post',
    path: '/services/:serviceId/invitations/:invitationId/resend',
    access: 'client',
    operationId: 'resendInvitation',
    summary: "Send the email of a service's invitation again, with a new link and code",
    described: {
      text: 'The old link works no more, the invitation can be accepted for as long as a new one, and an expired one is open again. All invitations to the address that wait share the email.',
      params: ownInvitationParams,
      refusals: {
        conflict: 'The invitation is accepted, revoked or declined already.',
        'too-many-requests':
          'The last email to the address is less than a minute old, or the client has sent more requests than its limit allows. `Retry-After` says how long to wait.',
      },
    },
    resolve: ({ params, caller }) => ownInvitation(dependencies, params, caller),
    responses: { 202: 'The email is on its way.' },
    async handle({ caller, actor, correlationId }, { state: { id } }) {
      const pause = caller.kind === 'client' ? { pauseMs: PAUSE_MS } : {};
      await resendInvitation(dependencies, id, { correlationId, actor }, pause);
      return { status: 202 };
    },
  });
}
