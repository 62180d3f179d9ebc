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
import type { RetryOptions } from '@gatehouse/event-log';
import { runsPerhapsRead } from '@gatehouse/read-models';
import type { People } from '../approvers/people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { Organisations } from '../people/organisations.store.ts';
import type { UserCopy, Users } from '../people/users.store.ts';
import type { Services } from '../services/services.store.ts';
import { decideInvitedGrant, heldOn } from './grant.ts';
import { changeGrant, type Grants } from './grants.store.ts';
import type { SettleGrant } from './reconcile-grants.ts';
import { linkService, type ServiceLinks } from './service-links.store.ts';

/** What the copies do not hold yet, and will in a moment: another topic brings it. */
class NotHereYet extends Error {
  override readonly name = 'NotHereYet';
  readonly retryable = true;
}

/** The copies are milliseconds behind as a rule; about ten seconds in all, then the ask is left to come again. */
export const GRANTING_RETRIES: RetryOptions = { attempts: 28, baseMs: 2, maxMs: 500 };

interface Parts {
  services: Services;
  people: People;
  users: Users;
  organisations: Organisations;
  grants: Grants;
  serviceLinks: ServiceLinks;
  settle: SettleGrant;
  now: () => number;
}

/** Answers an invitation that asks to be granted: the grant first, then the service link, which is the answer. */
export function onInvitationGranting(parts: Parts) {
  return consumerOf({
    'gatehouse.invitations.invitation.v1': (event) => answer(parts, event.data.state, originOf(event)),
  });
}

async function answer(parts: Parts, invitation: InvitationState, origin: Origin): Promise<HandlerResult> {
  const { users, serviceLinks, now } = parts;
  if (invitation.status !== 'granting') return { ignored: 'does not ask to be granted' };
  if ((await serviceLinks.get(invitation.id)) !== undefined) return { ignored: 'answered before' };
  const user = await users.get(invitation.userId);
  if (user === undefined || user.entityVersion < invitation.userVersion) {
    throw new NotHereYet('the copy of the user is older than the ask');
  }
  if (!(await isKnownEverywhere(parts, invitation))) {
    throw new NotHereYet('another generation of the copies is older than the ask');
  }
  const person = user.state.state === 'present' ? user.state : undefined;
  // One put again under the id since is another.
  const isThere = person !== undefined && invitation.userVersion >= (person.incarnation ?? 0);
  const granted = isThere ? await grantTo(user, person, invitation, origin, parts) : undefined;
  const outcome = isThere ? 'linked' : 'user-removed';
  const link = answerTo(invitation, { outcome, granted }, now());
  return (await linkService({ serviceLinks, now }, link, origin))
    ? undefined
    : { ignored: 'answered before' };
}

function answerTo(
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
 * The answer promises that every instance shows the result, and while the copies are rebuilt another may read others, or
 * will in a moment. Asked after this one's own copy was found: a generation that is not near its end then has all of it
 * in before it is read.
 */
async function isKnownEverywhere(
  { people, organisations }: Parts,
  { userId, userVersion, organisationId }: InvitationOf<'granting'>,
): Promise<boolean> {
  const organisation = organisationId === undefined ? undefined : await organisations.get(organisationId);
  for (const run of runsPerhapsRead(await people.look())) {
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
 * Whether the user has the grant now: not where the membership was taken away since, or the policies do not admit.
 * Undefined where no organisation is named: no grant is asked for.
 */
async function grantTo(
  { entityVersion: userVersion }: UserCopy,
  user: PresentUser,
  { serviceId, organisationId }: InvitationOf<'granting'>,
  origin: Origin,
  { services, organisations, grants, settle, now }: Parts,
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
  if (organisation === undefined) throw new NotHereYet('the copy of the organisation is not here yet');
  const facts = { service: service.state, organisation: organisation.state, user, membership };
  const id = grantId(serviceId, organisationId, user.id);
  const { status, result } = await changeGrant(
    { grants, now },
    id,
    origin,
    (current, { userVersion: decidedFrom = 0 }) => {
      if (decidedFrom > userVersion)
        throw new NotHereYet('the grant was decided from a newer copy of the user');
      const state = decideInvitedGrant(current, facts, now());
      if (state === undefined) return { result: heldOn(current, membership) !== undefined };
      return { state, userVersion, result: true };
    },
  );
  if (status === 'changed') await settle({ id, serviceId, userId: user.id }, origin);
  return result;
}
