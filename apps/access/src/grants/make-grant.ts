import type { Published } from '@gatehouse/app-process';
import { grantId, type HeldGrant, type OrganisationState, type Origin } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict, invalidRequest, unavailable } from '@gatehouse/errors';
import { type Logger, lookUpUntil, onceWritten, retryUntilOpen } from '@gatehouse/runtime';
import { readServices } from '../notices/read-services.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { Users } from '../people/users.store.ts';
import { knownService } from '../services/known-service.ts';
import { retryWhenFull } from '../services/retry-when-full.ts';
import type { Services } from '../services/services.store.ts';
import { decideGrant, type GrantDetails } from './grant.ts';
import { type Grants, grantKind } from './grants.store.ts';
import type { GrantKey, ReconcileGrant } from './reconcile-grants.ts';

export interface MakeGrantDependencies {
  services: Services;
  users: Users;
  grants: Grants;
  reconcile: ReconcileGrant;
  published: Published;
  now: () => number;
  log: Logger;
}

/** A request to grant a service. */
export interface GrantCommand {
  serviceId: string;
  organisation: OrganisationState;
  userId: string;
  details: GrantDetails;
  origin: Origin;
  /** Whether the projections may lack what directory has published already. */
  isBehind: boolean;
}

/** How often a grant is decided while its service or its user changes at the same time. */
const ATTEMPTS = 5;

/** Makes or replaces a grant on request; `version` is the grant's then. */
export async function makeGrant(
  dependencies: MakeGrantDependencies,
  { serviceId, organisation, userId, details, origin, isBehind }: GrantCommand,
): Promise<{ grant: HeldGrant; made: boolean; version: number }> {
  const { services, users, grants, published, now } = dependencies;
  const marks = isBehind ? { writtenBehindAt: now() } : {};
  const id = grantId(serviceId, organisation.id, userId);
  let made = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { userVersion, ...member } = await memberOf(users, userId, organisation.id);
    const basis = { service: await knownService(services, serviceId), organisation, ...member };
    const serviceOf = await readServices(services, [serviceId]);
    const kind = grantKind(grants, now, serviceOf);
    const write = () =>
      changeEntity(kind, id, origin, (current, _version, document) => {
        // Decided from an older user, the grant would hang on a membership that may be gone, and go with it.
        if ((document?.userVersion ?? 0) > userVersion) throw unavailable();
        const decision = decideGrant(current, details, basis, now());
        if (decision.faults !== undefined) throw invalidRequest(decision.faults);
        if (decision.state === current) return { marks, result: decision };
        return { marks: { ...marks, userVersion }, state: decision.state, result: decision };
      });
    const written = await retryWhenFull(published, write);
    const { result } = written;
    made ||= result.made;
    const version = (written.status !== 'duplicate' && written.document?.version) || 0;
    const isChanged = await reconcileSoon(dependencies, { id, serviceId, userId }, origin);
    if (!isChanged) return { grant: result.state, made, version };
  }
  throw unavailable();
}

/** A user who is a member. A membership that was just made may take a moment to be known here. */
async function memberOf(users: Users, userId: string, organisationId: string) {
  const member = await lookUpUntil(async () => {
    const projection = await users.get(userId);
    const user = projection?.state;
    const membership = membershipIn(user, organisationId);
    if (projection === undefined || user?.state !== 'present' || membership === undefined) return undefined;
    return { user, membership, userVersion: projection.entityVersion };
  });
  if (member === undefined) throw conflict('The user is not a member of the organisation');
  return member;
}

/** The grant is stored: where the store goes away now, it is reconciled once that is back, and answered as made. */
async function reconcileSoon(
  { reconcile, log }: MakeGrantDependencies,
  key: GrantKey,
  origin: Origin,
): Promise<boolean> {
  try {
    return await reconcile(key, origin);
  } catch {
    const later = () => retryUntilOpen('store', () => reconcile(key, origin), { log });
    void onceWritten(log, 'reconciling a grant', later);
    return false;
  }
}
