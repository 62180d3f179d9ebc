import type { OrganisationState } from '../events/organisation.ts';
import type { ServiceState } from '../events/service.ts';
import type { Membership, PresentUser } from '../events/user.ts';

const AT = '2026-01-01T00:00:00.000Z';
const MADE = { createdAt: AT, updatedAt: AT };

/** A user in directory's events, with the members that a test names. */
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
    ...MADE,
    ...given,
  };
}

/** A user's membership. */
export function membership(organisationId: string, incarnation: number, roleId: 0 | 10000 = 0): Membership {
  return { organisationId, roleId, incarnation, ...MADE };
}

/** An organisation in directory's events. */
export function organisation(id: string, given: Partial<OrganisationState> = {}): OrganisationState {
  return { id, name: 'Hill School', category: '001', status: 1, associations: [], ...MADE, ...given };
}

/** A service in access's events; without secrets unless given. */
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
    ...MADE,
    ...given,
  };
}
