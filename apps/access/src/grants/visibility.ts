import type { PresentUser, ServiceLinkState, ServiceState, UserState } from '@gatehouse/contracts';
import { forbidden, notFound } from '@gatehouse/errors';
import type { Caller } from '@gatehouse/http';
import type { Users } from '../people/users.store.ts';
import { childrenOf, type ServiceDocument, type Services, serviceNamed } from '../services/services.store.ts';
import type { Grants } from './grants.store.ts';
import { holdsAnyGrant } from './grants.store.ts';
import { type ServiceLinks, serviceLinkOf, wasLinkedSince } from './service-links.store.ts';

/** Who may see what, once and for all. A client acts for its own service and its direct children; the operator for any. */
export function mayActFor(caller: Caller, service: Pick<ServiceState, 'id' | 'parentId'>): boolean {
  if (caller.kind === 'operator') return true;
  return caller.kind === 'client' && [service.id, service.parentId].includes(caller.serviceId);
}

/** What ties a user to a client's services. */
export interface Ties {
  /** A grant to the client's service or a child. */
  granted: boolean;
  /** Invited by the client's service or a child, from the linking on, for as long as the person lives. */
  linked: boolean;
}

/** Whether a service sees the data of every user: one that maps no users. */
export function seesAllUsers(client: Pick<ServiceState, 'params'>): boolean {
  return client.params.canViewAllUsers === 'true';
}

/** Whether a user's data is shown to a client. */
export function isShown(client: Pick<ServiceState, 'params'>, ties: Ties): boolean {
  return ties.granted || ties.linked || seesAllUsers(client);
}

/** A user's data as one client may see it. */
export interface Sight {
  user: PresentUser;
  client: ServiceState;
  /** The client's service and its children. */
  own: ServiceState[];
}

/** The rule at work on what is stored. */
export interface Visibility {
  /** The service that a URL names by id or client id: 404 where there is none, 403 where the caller does not act for it. */
  serviceInUrl(caller: Caller, text: string): Promise<ServiceState>;
  /** The client's own service; 403 for a client that is none here. */
  ownService(caller: { serviceId: string }): Promise<ServiceDocument>;
  /** A user, for a client: 404 for one who is not shown, as for one who does not exist. */
  userFor(caller: { serviceId: string }, userId: string): Promise<Sight>;
}

export interface VisibilityStores {
  services: Services;
  grants: Grants;
  serviceLinks: ServiceLinks;
  users: Users;
}

export function createVisibility({ services, grants, serviceLinks, users }: VisibilityStores): Visibility {
  async function ownService({ serviceId }: { serviceId: string }): Promise<ServiceDocument> {
    const own = await services.get(serviceId);
    if (own === undefined || own.state.removedAt !== undefined) throw forbidden();
    return own;
  }

  /** Whether the person whom the id names was linked: one put again after a removal is another, whom nobody has invited. */
  async function isLinked(
    user: UserState | undefined,
    serviceLink: ServiceLinkState | undefined,
    serviceIds: readonly string[],
  ): Promise<boolean> {
    if (serviceLink === undefined || user?.state !== 'present') return false;
    const { id: userId, incarnation = 0 } = user;
    if ((serviceLink.userVersion ?? 0) >= incarnation) return true;
    return wasLinkedSince(serviceLinks, { userId, serviceIds }, incarnation);
  }

  return {
    async serviceInUrl(caller, text) {
      const service = await serviceNamed(services, text);
      if (service === undefined) throw notFound('There is no such service');
      if (!mayActFor(caller, service)) throw forbidden('This client may not act for this service');
      return service;
    },
    ownService,
    async userFor({ serviceId }, userId) {
      const [client, children] = await Promise.all([
        ownService({ serviceId }),
        childrenOf(services, serviceId),
      ]);
      const own = [client.state, ...children];
      const ids = own.map(({ id }) => id);
      // All of these are always asked, so that an unknown user takes as long as a stranger's.
      const [user, granted, serviceLink] = await Promise.all([
        users.get(userId),
        holdsAnyGrant(grants, userId, ids),
        serviceLinkOf(serviceLinks, { userId, serviceIds: ids }),
      ]);
      const linked = await isLinked(user?.state, serviceLink, ids);
      const shown = isShown(client.state, { granted, linked });
      if (user?.state.state !== 'present' || !shown) throw notFound('There is no such user');
      return { user: user.state, client: client.state, own };
    },
  };
}
