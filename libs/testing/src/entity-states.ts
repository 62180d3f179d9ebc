import type { Membership, OrganisationState, PresentUser, ServiceState } from '@gatehouse/contracts';

const AT = '2026-01-01T00:00:00.000Z';
const MADE = { createdAt: AT, updatedAt: AT };

/** A user as directory's events tell of one, with what a test says of it. */
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

/** A membership as it stands in a user. */
export function membership(organisationId: string, since: number, roleId: 0 | 10000 = 0): Membership {
  return { organisationId, roleId, since, ...MADE };
}

/** An organisation as directory's events tell of one. */
export function organisation(id: string, given: Partial<OrganisationState> = {}): OrganisationState {
  return { id, name: 'Hill School', category: '001', status: 1, associations: [], ...MADE, ...given };
}

/** A service as access's events tell of one, without secrets unless they are given. */
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
