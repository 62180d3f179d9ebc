import {
  type BuiltEvent,
  buildEvent,
  type InvitationOf,
  type InvitationState,
  type OrganisationState,
  type UserState,
} from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';

export { membership, organisation, user } from '@gatehouse/contracts/testing';

const NOW = '2026-01-01T00:00:00.000Z';
const ORIGIN = { correlationId: 'a-test', actor: 'operator' };

/** An invitation that requests a grant. */
export function granting(
  id: string,
  given: Pick<InvitationOf<'granting'>, 'serviceId' | 'userId' | 'userVersion'> & { organisationId?: string },
): InvitationOf<'granting'> {
  return {
    id,
    kind: 'invitation',
    audienceServiceId: given.serviceId,
    sourceId: 'source',
    correlationId: 'a-test',
    createdAt: NOW,
    updatedAt: NOW,
    expiresAt: NOW,
    status: 'granting',
    inform: true,
    commandRequest: { id: `request-of-${id}`, at: NOW, firstAt: NOW },
    ...given,
  };
}

export type Neighbours = Awaited<ReturnType<typeof createNeighbours>>;

/** Publishes what directory and invitations would. */
export async function createNeighbours(eventLog: EventLog) {
  const publisher = await eventLog.publisher('neighbours-of-access');
  const publish = ({ topic, key, event }: BuiltEvent) =>
    publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
  return {
    user: (version: number, state: UserState) =>
      publish(buildEvent('gatehouse.directory.user.v1', { version, state }, ORIGIN, Date.now())),
    organisation: (version: number, state: OrganisationState) =>
      publish(buildEvent('gatehouse.directory.organisation.v1', { version, state }, ORIGIN, Date.now())),
    invitation: (version: number, state: InvitationState) =>
      publish(buildEvent('gatehouse.invitations.invitation.v1', { version, state }, ORIGIN, Date.now())),
    granting: (version: number, state: InvitationOf<'granting'>) =>
      publish(buildEvent('gatehouse.invitations.invitation.v1', { version, state }, ORIGIN, Date.now())),
    close: () => publisher.close(),
  };
}
