import { type Route, route } from '@gatehouse/http';
import { knownInvitation } from '../invitation/known-invitation.ts';
import type { ProcessDependencies } from './dependencies.ts';
import { resendInvitation } from './resend-invitation.ts';

/** `POST /manage/invitations/{id}/resend`. */
export function resendInvitationRoute(dependencies: ProcessDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/invitations/:invitationId/resend',
    access: 'operator',
    operationId: 'operatorResendInvitation',
    summary: 'Send the email of an invitation again, with a new link and code',
    described: { refusals: { conflict: 'The invitation is accepted, revoked or declined already.' } },
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(dependencies, params.invitationId),
    responses: { 202: 'The email is on its way.' },
    async handle({ actor, correlationId }, { state: { id } }) {
      await resendInvitation(dependencies, id, { correlationId, actor });
      return { status: 202 };
    },
  });
}
