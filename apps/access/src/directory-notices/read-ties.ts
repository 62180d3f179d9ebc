import type { HeldGrant, PresentUser, ServiceLinkState } from '@gatehouse/contracts';
import { type Grants, heldDocuments } from '../grants/grants.store.ts';
import { linksOf, type ServiceLinks } from '../grants/service-links.store.ts';
import type { PersonTies } from './person-audience.domain.ts';

/** A change of a person whom services may have been shown. */
export interface KnownPerson {
  id: string;
  /** The version of the change. */
  version: number;
  /** The person before it. */
  known: PresentUser | undefined;
}

/** The ties of each person before the change, and all services that they are to. */
export interface Ties {
  (userId: string): PersonTies;
  serviceIds: ReadonlySet<string>;
}

/**
 * Reads the ties of some people: those of this incarnation, made before the change. A generation that follows behind another
 * may find ties that the change itself led to.
 */
export async function readTies(
  { grants, serviceLinks }: { grants: Grants; serviceLinks: ServiceLinks },
  people: readonly KnownPerson[],
): Promise<Ties> {
  const byId = new Map(people.map((person) => [person.id, person]));
  const [granted, links] =
    byId.size === 0
      ? [[], []]
      : await Promise.all([
          Array.fromAsync(heldDocuments(grants, [...byId.keys()])),
          linksOf(serviceLinks, [...byId.keys()]),
        ]);
  const wasBefore = (userId: string, at: number) => {
    const { known, version } = byId.get(userId) as KnownPerson;
    return at >= (known?.incarnation ?? 0) && at < version;
  };
  const held = granted
    .flat()
    .flatMap(({ state }): HeldGrant[] => (state.state === 'granted' ? [state] : []))
    .filter(({ userId, membershipIncarnation }) => wasBefore(userId, membershipIncarnation));
  const linked = links.filter(({ userId, userVersion }) => wasBefore(userId, userVersion));
  const grantsOf = Map.groupBy(held, ({ userId }) => userId);
  const linksByUser: ReadonlyMap<string, ServiceLinkState[]> = Map.groupBy(linked, ({ userId }) => userId);
  const ties = (userId: string): PersonTies => ({
    grants: grantsOf.get(userId) ?? [],
    invitedBy: (linksByUser.get(userId) ?? []).map(({ serviceId }) => serviceId),
  });
  return Object.assign(ties, { serviceIds: new Set([...held, ...linked].map(({ serviceId }) => serviceId)) });
}
