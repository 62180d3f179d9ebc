import type { Published } from '@gatehouse/app-process';
import {
  grantId,
  type HeldGrant,
  type OrganisationState,
  type Origin,
  type ServiceState,
} from '@gatehouse/contracts';
import { conflict, invalidRequest, notFound, unavailable } from '@gatehouse/errors';
import { type Logger, lookUpUntil, onceWritten, retryUntilOpen } from '@gatehouse/runtime';
import { membershipIn } from '../people/membership.domain.ts';
import type { Users } from '../people/users.store.ts';
import { type Services, serviceOf } from '../services/services.store.ts';
import { withRoom } from '../services/with-room.ts';
import { decideGrant, type GrantDetails } from './grant.ts';
import type { GrantFacts } from './grant-facts.ts';
import { changeGrant, type Grants } from './grants.store.ts';
import type { GrantPlace, SettleGrant } from './reconcile-grants.ts';

/** Makes or replaces a grant on the operator's word. `isBehind`: whether the copies may lack what directory has told already. */
export type MakeGrant = (
  place: { serviceId: string; organisation: OrganisationState; userId: string },
  details: GrantDetails,
  said: { origin: Origin; isBehind: boolean },
) => Promise<{ grant: HeldGrant; made: boolean }>;

interface Parts {
  services: Services;
  users: Users;
  grants: Grants;
  settle: SettleGrant;
  published: Published;
  now: () => number;
  log: Logger;
}

/** How often a grant is decided while its service or its user changes at the same time. */
const ATTEMPTS = 5;

export function createGrantMaking({
  services,
  users,
  grants,
  settle,
  published,
  now,
  log,
}: Parts): MakeGrant {
  async function knownService(id: string): Promise<ServiceState> {
    const service = await serviceOf(services, id);
    if (service === undefined) throw notFound('There is no such service');
    return service;
  }

  /** A membership that was just made may be known here a moment later. */
  async function memberOf(
    userId: string,
    organisationId: string,
  ): Promise<Pick<GrantFacts, 'user' | 'membership'> & { userVersion: number }> {
    const member = await lookUpUntil(async () => {
      const copy = await users.get(userId);
      const user = copy?.state;
      const membership = membershipIn(user, organisationId);
      if (copy === undefined || user?.state !== 'present' || membership === undefined) return undefined;
      return { user, membership, userVersion: copy.entityVersion };
    });
    if (member === undefined) throw conflict('The user is not a member of the organisation');
    return member;
  }

  /** The grant stands already: while the store is away it is settled once that is back, and answered as made. */
  async function settleSoon(place: GrantPlace, origin: Origin): Promise<boolean> {
    try {
      return await settle(place, origin);
    } catch {
      const later = () => retryUntilOpen('store', () => settle(place, origin), { log });
      void onceWritten(log, 'settling a grant', later);
      return false;
    }
  }

  return async ({ serviceId, organisation, userId }, details, { origin, isBehind }) => {
    const mark = isBehind ? { saidBehind: now() } : {};
    const id = grantId(serviceId, organisation.id, userId);
    let made = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { userVersion, ...member } = await memberOf(userId, organisation.id);
      const facts: GrantFacts = { service: await knownService(serviceId), organisation, ...member };
      const write = () =>
        changeGrant({ grants, now }, id, origin, (current, { userVersion: decidedFrom = 0 }) => {
          // From an older copy the grant would stand on a membership that may be gone, and go with it once settled.
          if (decidedFrom > userVersion) throw unavailable();
          const decision = decideGrant(current, details, facts, now());
          if (decision.faults !== undefined) throw invalidRequest(decision.faults);
          if (decision.state === current) return { ...mark, result: decision };
          return { ...mark, state: decision.state, userVersion, result: decision };
        });
      const { result } = await withRoom(published, write);
      made ||= result.made;
      const changed = await settleSoon({ id, serviceId, userId }, origin);
      if (!changed) return { grant: result.state, made };
    }
    throw unavailable();
  };
}
