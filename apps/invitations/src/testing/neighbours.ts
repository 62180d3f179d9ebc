import {
  buildEvent,
  type EventType,
  type OrganisationState,
  type PresentUser,
  type ServiceState,
  type StateOf,
} from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';

const AT = '2026-01-01T00:00:00.000Z';
const ORIGIN = { correlationId: 'a-neighbour', actor: 'operator' };

/** A service as access tells of one. */
export function service(id: string, given: Partial<ServiceState> = {}): ServiceState {
  return {
    id,
    clientId: `client-${id.slice(0, 8)}`,
    name: 'School Meals',
    status: 1,
    redirectUris: ['https://meals.example.org/welcome'],
    params: {},
    roles: [],
    policies: [],
    secrets: [],
    createdAt: AT,
    updatedAt: AT,
    ...given,
  };
}

/** An organisation as directory tells of one. */
export function organisation(id: string, given: Partial<OrganisationState> = {}): OrganisationState {
  return {
    id,
    name: 'Hill School',
    category: '001',
    status: 1,
    associations: [],
    createdAt: AT,
    updatedAt: AT,
    ...given,
  };
}

/** A user as directory tells of one. */
export function user(id: string, given: Partial<PresentUser> = {}): PresentUser {
  return {
    id,
    state: 'present',
    status: 1,
    givenName: 'Anna',
    familyName: 'Lee',
    memberships: [],
    answered: [],
    createdAt: AT,
    updatedAt: AT,
    ...given,
  };
}

/** Publishes what neighbours would. */
export async function createNeighbours(eventLog: EventLog) {
  const publisher = await eventLog.publisher('neighbours');
  let last = Promise.resolve();
  let version = Date.now();
  return {
    /** Each event is of a newer version than those before, unless it is said to be an old one. */
    publish<T extends EventType>(
      type: T,
      state: StateOf<T> & { id: string },
      times = 1,
      oldVersion?: number,
    ): Promise<void> {
      const built = buildEvent(type, { version: oldVersion ?? ++version, state }, ORIGIN, Date.now());
      const record = { topic: built.topic, key: built.key, value: JSON.stringify(built.event) };
      last = last.then(() => publisher.publish(Array.from({ length: times }, () => record)));
      return last;
    },
    close: () => publisher.close(),
  };
}
