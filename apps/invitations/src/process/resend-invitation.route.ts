import { emailKey, type InvitationState } from '@gatehouse/contracts';
import { conflict, unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import { listedStatus, reconsider, registrationOf } from '../invitation/invitation.ts';
import { knownInvitation, noSuchInvitation } from '../invitation/known-invitation.ts';
import { isoNow, type ProcessDependencies } from './dependencies.ts';
import { sendRegistrationAgain } from './send-again.ts';

/**
 * The invitation once it is decided: before that, its registration may have sent a link that a resend must replace. Throws
 * a Fault (`unavailable`) where it stays undecided although its email has a registration.
 */
async function decided({ invitations, registrations }: ProcessDependencies, id: string) {
  let latest: InvitationState | undefined;
  await lookUpUntil(async () => {
    latest = (await invitations.get(id))?.state;
    return latest?.status === 'received' ? undefined : 'decided';
  });
  if (latest?.status !== 'received' || latest.email === undefined) return latest;
  if ((await registrations.joinable(emailKey(latest.email))) !== undefined) throw unavailable();
  return latest;
}

/**
 * `POST /manage/invitations/{id}/resend`: a new link and code for all that wait together. Wrong codes count from the
 * start, and expired ones are revived. One that is not decided yet gets its email anyway.
 */
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
    async handle({ params, actor, correlationId }) {
      const invitation = await decided(dependencies, params.invitationId);
      if (invitation === undefined) throw noSuchInvitation();
      const listed = listedStatus(invitation);
      if (listed !== 'open' && listed !== 'expired') throw cannotBeSent(listed);
      const origin = { correlationId, actor };
      const registrationId = registrationOf(invitation);
      const registration =
        registrationId === undefined
          ? undefined
          : (await dependencies.registrations.get(registrationId))?.state;
      if (registration?.status === 'accepted') throw cannotBeSent('accepted');
      const sent =
        registration === undefined ? 'over' : await sendRegistrationAgain(dependencies, registration, origin);
      // An expired one whose registration cannot be sent again is decided again, as if it were new.
      if (sent === 'over')
        await dependencies.invitations.change(invitation.id, origin, (state) =>
          state.status === 'expired' && state.email !== undefined
            ? reconsider(state, isoNow(dependencies.clock))
            : undefined,
        );
      return { status: 202 };
    },
  });
}

function cannotBeSent(status: 'accepted' | 'revoked' | 'declined') {
  return conflict(`The invitation cannot be sent again: it is ${status} already`);
}
