import type { Membership, OrganisationState, PresentUser, ServiceState } from '@gatehouse/contracts';

/** What a grant is decided from: the service itself, and copies of what directory owns. */
export interface GrantFacts {
  service: ServiceState;
  organisation: OrganisationState;
  user: PresentUser;
  /** The user's, in that organisation. */
  membership: Membership;
}
