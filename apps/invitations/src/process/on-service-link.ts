import { type EventOf, type InvitationOf, originOf } from '@gatehouse/contracts';
import { abandon, accept, type Informing } from '../invitation/invitation.ts';
import { chainOf, instantOf, type Journey, serviceNameOf } from './dependencies.ts';

/** Whom the informing email goes to now, and what it names. Throws NotYetKnown. */
async function informingOf(
  journey: Journey,
  state: InvitationOf<'granting'>,
  granted: boolean | undefined,
): Promise<Informing> {
  const { serviceId, organisationId } = state;
  const user = await journey.users.get(state.userId);
  const organisation =
    organisationId === undefined ? undefined : await journey.organisations.get(organisationId);
  const givenName = user?.givenName ?? state.givenName;
  return {
    to: user?.email ?? state.email ?? '',
    serviceName: serviceNameOf(journey, serviceId),
    ...(givenName !== undefined && { givenName }),
    ...(organisation !== undefined && { organisationName: organisation.name }),
    ...(user?.language !== undefined && { language: user.language }),
    ...(granted !== undefined && { granted }),
  };
}

/** Access has answered: everything is in place, or the person is gone. */
export async function onServiceLink(
  journey: Journey,
  event: EventOf<'gatehouse.access.service-link.v1'>,
): Promise<void> {
  const { id, commandRequestId, outcome, granted } = event.data.state;
  const invitation = (await journey.invitations.get(id))?.state;
  if (invitation?.status !== 'granting' || invitation.commandRequest.id !== commandRequestId) return;
  const origin = chainOf(invitation, originOf(event));
  const at = instantOf(journey);
  if (outcome === 'user-removed') {
    await journey.invitations.change(id, origin, (state) => abandon(state, at));
    return;
  }
  const informing = await informingOf(journey, invitation, granted);
  await journey.invitations.change(id, origin, (state) => accept(state, { commandRequestId, informing }, at));
}
