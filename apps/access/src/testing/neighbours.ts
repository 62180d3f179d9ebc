import {
  type BuiltEvent,
  buildEvent,
  type InvitationOf,
  type Membership,
  type OrganisationState,
  type PresentUser,
  type UserState,
} from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';

const NOW = '2026-01-01T00:00:00.000Z';
const ORIGIN = { correlationId: 'a-test', actor: 'operator' };

/** A user as directory tells of one, with what a test says of it. */
export function user(id: string, given: Partial<PresentUser> = {}): PresentUser {
  return {
    id,
    answered: [],
    state: 'present',
    status: 1,
    email: `${id.toLowerCase()}@example.org`,
    givenName: 'Ada',
    familyName: 'Park',
    memberships: [],
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function membership(organisationId: string, since: number, roleId: 0 | 10000 = 0): Membership {
  return { organisationId, roleId, since, createdAt: NOW, updatedAt: NOW };
}

export function organisation(id: string, given: Partial<OrganisationState> = {}): OrganisationState {
  return {
    id,
    name: 'Hill School',
    category: '001',
    status: 1,
    associations: [],
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

/** An invitation that asks to be granted. */
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
    ask: { id: `ask-of-${id}`, at: NOW, firstAt: NOW },
    ...given,
  };
}

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
    granting: (version: number, state: InvitationOf<'granting'>) =>
      publish(buildEvent('gatehouse.invitations.invitation.v1', { version, state }, ORIGIN, Date.now())),
    close: () => publisher.close(),
  };
}
