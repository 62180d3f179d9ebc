import {
  faultsOfGrant,
  type HeldGrant,
  isHiddenFromApprovers,
  isOpenToPeople,
  type Membership,
  type OrganisationState,
  type PresentUser,
  type ServiceState,
} from '@gatehouse/contracts';

/** What decides whether a wish can come true. */
export interface WishBasis {
  user: PresentUser;
  organisation: OrganisationState;
  service: ServiceState;
  held: HeldGrant | undefined;
}

/** A membership as a grant would stand on it, with the role that counts. */
function membershipWith(organisationId: string, roleId: 0 | 10000): Membership {
  const at = new Date(0).toISOString();
  return { organisationId, roleId, incarnation: 1, createdAt: at, updatedAt: at };
}

/** Whether people can ask for a service at all. */
export function canBeAskedFor(service: ServiceState | undefined): service is ServiceState {
  return service !== undefined && service.status === 1 && !isHiddenFromApprovers(service);
}

function withoutRoleConditions({ policies, roles }: ServiceState): Pick<ServiceState, 'policies' | 'roles'> {
  return {
    roles,
    policies: policies.map((policy) => ({
      ...policy,
      conditions: policy.conditions.filter(({ field }) => !field.startsWith('organisation.role.')),
    })),
  };
}

/** Why a service with these roles cannot be asked for. The role in the organisation counts as met: the decision gives it. */
export function faultsOfWish(
  roles: readonly string[],
  { user, organisation, service, held }: WishBasis,
): string[] {
  const facts = {
    service: withoutRoleConditions(service),
    ...{ user, organisation, membership: membershipWith(organisation.id, 0) },
  };
  return faultsOfGrant(held, roles, facts);
}

/** Why a grant with these roles cannot be made for who has this role in the organisation. */
export function faultsOfApproval(
  roles: readonly string[],
  roleId: 0 | 10000,
  { user, organisation, service, held }: WishBasis,
): string[] {
  const membership = membershipWith(organisation.id, roleId);
  return faultsOfGrant(held, roles, { service, user, organisation, membership });
}

/** Whether an organisation takes requests. */
export function takesRequests(
  organisation: OrganisationState | undefined,
): organisation is OrganisationState {
  return organisation !== undefined && isOpenToPeople(organisation);
}
