import type { PresentUser, ServiceState } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { Users } from '../people/users.store.ts';
import { ownService } from '../services/acting-client.ts';
import { childrenOf, type Services } from '../services/services.store.ts';
import { type Grants, holdsAnyGrant } from './grants.store.ts';
import { isLinked, type ServiceLinks } from './service-links.store.ts';

/** What ties a user to a client's services. */
export interface Ties {
  /** A grant to the client's service or a child. */
  granted: boolean;
  /** Invited by the client's service or a child: from the linking on, for as long as the person lives. */
  linked: boolean;
}

/** Whether a service sees the data of every user: one that maps no users. */
export function seesAllUsers(client: Pick<ServiceState, 'params'>): boolean {
  return client.params.canViewAllUsers === 'true';
}

/** Whether a client sees a user's data. */
export function isVisible(client: Pick<ServiceState, 'params'>, ties: Ties): boolean {
  return ties.granted || ties.linked || seesAllUsers(client);
}

/** A user whose data a client sees. */
export interface VisibleUser {
  user: PresentUser;
  client: ServiceState;
  /** The client's service and its children. */
  own: ServiceState[];
}

export interface VisibilityDependencies {
  services: Services;
  grants: Grants;
  serviceLinks: ServiceLinks;
  users: Users;
}

/** A user, for a client: 404 for one whom it may not see, as for one who does not exist. */
export async function visibleUser(
  { services, grants, serviceLinks, users }: VisibilityDependencies,
  caller: { serviceId: string },
  userId: string,
): Promise<VisibleUser> {
  const [client, children, projection] = await Promise.all([
    ownService(services, caller),
    childrenOf(services, caller.serviceId),
    users.get(userId),
  ]);
  const own = [client.state, ...children];
  const serviceIds = own.map(({ id }) => id);
  const user = projection?.state.state === 'present' ? projection.state : undefined;
  // Both are always looked up, so that an unknown user takes as long as one whom the client may not see.
  const [granted, linked] = await Promise.all([
    holdsAnyGrant(grants, userId, serviceIds),
    isLinked(serviceLinks, { userId, serviceIds, incarnation: user?.incarnation ?? 0 }),
  ]);
  if (user === undefined || !isVisible(client.state, { granted, linked })) {
    throw notFound('There is no such user');
  }
  return { user, client: client.state, own };
}
