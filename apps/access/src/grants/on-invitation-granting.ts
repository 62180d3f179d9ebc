import { consumerOf, type HandlerResult } from '@gatehouse/consumers';
import {
  grantId,
  type InvitationOf,
  type InvitationState,
  type Origin,
  originOf,
  type PresentUser,
  type ServiceLinkState,
} from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import type { RetryOptions } from '@gatehouse/event-log';
import { type ReadModel, readableRuns } from '@gatehouse/read-models';
import { readServices } from '../notices/read-services.ts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { UserProjection } from '../people/users.store.ts';
import type { Services } from '../services/services.store.ts';
import { decideInvitedGrant, heldOn } from './grant.ts';
import { type Grants, grantKind } from './grants.store.ts';
import type { ReconcileGrant } from './reconcile-grants.ts';
import { linkService, type ServiceLinks } from './service-links.store.ts';

/** The projections lack what the request is about: another topic brings it in a moment. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
  readonly retryable = true;
}

/** The projections are milliseconds behind as a rule. After some ten seconds the request is left to be sent again. */
export const GRANTING_RETRIES: RetryOptions = { attempts: 28, baseMs: 2, maxMs: 500 };

interface GrantingDependencies extends DirectoryProjections {
  services: Services;
  people: ReadModel<DirectoryProjections>;
  grants: Grants;
  serviceLinks: ServiceLinks;
  reconcile: ReconcileGrant;
  now: () => number;
}

/** Processes an invitation's request for a grant: writes the grant first, then the service link, which is the reply. */
export function onInvitationGranting(dependencies: GrantingDependencies) {
  return consumerOf({
    'gatehouse.invitations.invitation.v1': (event) =>
      processGranting(dependencies, event.data.state, originOf(event)),
  });
}

async function processGranting(
  dependencies: GrantingDependencies,
  invitation: InvitationState,
  origin: Origin,
): Promise<HandlerResult> {
  const { users, serviceLinks, now } = dependencies;
  if (invitation.status !== 'granting') return { ignored: 'requests no grant' };
  if ((await serviceLinks.get(invitation.id)) !== undefined) return { ignored: 'processed before' };
  const user = await users.get(invitation.userId);
  if (user === undefined || user.entityVersion < invitation.userVersion) {
    throw new ProjectionBehind('the projection of the user is older than the request');
  }
  if (!(await isKnownEverywhere(dependencies, invitation))) {
    throw new ProjectionBehind('another generation of the projections is older than the request');
  }
  const person = user.state.state === 'present' ? user.state : undefined;
  // A later incarnation under the id is another person.
  const isSame = person !== undefined && invitation.userVersion >= (person.incarnation ?? 0);
  const granted = isSame ? await grantTo(user, person, invitation, origin, dependencies) : undefined;
  const outcome = isSame ? 'linked' : 'user-removed';
  const link = replyTo(invitation, { outcome, granted }, now());
  const isReplied = await linkService({ serviceLinks, now }, link, origin);
  return isReplied ? undefined : { ignored: 'processed before' };
}

function replyTo(
  { id, commandRequest, serviceId, userId, organisationId, userVersion }: InvitationOf<'granting'>,
  { outcome, granted }: Pick<ServiceLinkState, 'outcome'> & { granted: boolean | undefined },
  nowMs: number,
): ServiceLinkState {
  return {
    id,
    commandRequestId: commandRequest.id,
    serviceId,
    userId,
    ...(organisationId !== undefined && { organisationId }),
    userVersion,
    outcome,
    ...(granted !== undefined && { granted }),
    at: new Date(nowMs).toISOString(),
  };
}

/**
 * The reply promises that every instance shows the result, and during a rebuild another may read another generation, or will
 * in a moment. This instance's own projection was found before: a generation that is not near its end now will hold all of
 * it before it is read.
 */
async function isKnownEverywhere(
  { people, organisations }: GrantingDependencies,
  { userId, userVersion, organisationId }: InvitationOf<'granting'>,
): Promise<boolean> {
  const organisation = organisationId === undefined ? undefined : await organisations.get(organisationId);
  for (const run of readableRuns(await people.look())) {
    const other = await people.ofRun(run);
    const user = await other.users.get(userId);
    if (user === undefined || user.entityVersion < userVersion) return false;
    if (organisation !== undefined && (await other.organisations.get(organisation._id)) === undefined) {
      return false;
    }
  }
  return true;
}

/**
 * Whether the user has the grant now: not where the membership has ended since, or the policies do not admit the user.
 * Undefined where the invitation names no organisation.
 */
async function grantTo(
  { entityVersion: userVersion }: UserProjection,
  user: PresentUser,
  { serviceId, organisationId }: InvitationOf<'granting'>,
  origin: Origin,
  { services, organisations, grants, reconcile, now }: GrantingDependencies,
): Promise<boolean | undefined> {
  if (organisationId === undefined) return undefined;
  const membership = membershipIn(user, organisationId);
  if (membership === undefined) return false;
  const [service, organisation] = await Promise.all([
    services.get(serviceId),
    organisations.get(organisationId),
  ]);
  if (service === undefined) throw new Error('an invitation to a service that does not exist');
  if (service.state.removedAt !== undefined) return false;
  if (organisation === undefined) throw new ProjectionBehind('the organisation is not known yet');
  const basis = { service: service.state, organisation: organisation.state, user, membership };
  const id = grantId(serviceId, organisationId, user.id);
  const serviceOf = await readServices(services, [], new Map([[serviceId, service]]));
  const kind = grantKind(grants, now, serviceOf);
  const { status, result } = await changeEntity(kind, id, origin, (current, _version, document) => {
    if ((document?.userVersion ?? 0) > userVersion) {
      throw new ProjectionBehind('the grant was decided from a newer user');
    }
    const state = decideInvitedGrant(current, basis, now());
    if (state === undefined) return { result: heldOn(current, membership) !== undefined };
    return { state, marks: { userVersion }, result: true };
  });
  if (status === 'changed') await reconcile({ id, serviceId, userId: user.id }, origin);
  return result;
}
