import { type EventOf, type InvitationOf, originOf } from '@gatehouse/contracts';
import { abandon, accept, type Informing } from '../invitation/invitation.ts';
import { chainOf, isoNow, type ProcessDependencies, serviceNameOf } from './dependencies.ts';

/** What the informing email names. Throws NotYetKnown. */
async function informingOf(
  dependencies: ProcessDependencies,
  { serviceId, organisationId, userId, givenName }: InvitationOf<'granting'>,
  granted: boolean | undefined,
): Promise<Informing> {
  const { users, organisations } = dependencies;
  const user = await users.get(userId);
  const organisation = organisationId === undefined ? undefined : await organisations.get(organisationId);
  return {
    givenName: user?.givenName ?? givenName,
    serviceName: serviceNameOf(dependencies, serviceId),
    organisationName: organisation?.name,
    granted,
  };
}

/** Access has replied: everything is in place, or the person is gone. */
export async function onServiceLink(
  dependencies: ProcessDependencies,
  event: EventOf<'gatehouse.access.service-link.v1'>,
): Promise<void> {
  const { invitations, clock } = dependencies;
  const { id, commandRequestId, outcome, granted } = event.data.state;
  const invitation = (await invitations.get(id))?.state;
  if (invitation?.status !== 'granting' || invitation.commandRequest.id !== commandRequestId) return;
  const origin = chainOf(invitation, originOf(event));
  const at = isoNow(clock);
  if (outcome === 'user-removed') {
    await invitations.change(id, origin, (state) => abandon(state, at));
    return;
  }
  const informing = await informingOf(dependencies, invitation, granted);
  await invitations.change(id, origin, (state) => accept(state, { commandRequestId, informing }, at));
}
