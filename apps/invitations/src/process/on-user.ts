import {
  type EventOf,
  emailKey,
  isWhomItFound,
  type Origin,
  originOf,
  type PresentUser,
  type UserState,
} from '@gatehouse/contracts';
import { answeredRegistrations, isAnswered } from '../invitation/command-request.domain.ts';
import { abandon, grant } from '../invitation/invitation.ts';
import type { Acting } from '../projections/run-projections.ts';
import { complete } from '../registration/registration.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';
import { supersede } from './end-registration.ts';
import { erasePerson } from './erase-invited-person.ts';
import { linkToUser } from './link-to-user.ts';
import { cameBySigningIn } from './on-newcomer.ts';

type UserEvent = EventOf<'gatehouse.directory.user.v1'>;

const NEWCOMERS_MS = 2_000;

/** The registrations whose email this user has, or whose command request it answers. */
async function registrationsOf({ registrations }: ProcessDependencies, user: PresentUser): Promise<string[]> {
  const byEmail = user.email === undefined ? undefined : await registrations.joinable(emailKey(user.email));
  return [...new Set([...(byEmail === undefined ? [] : [byEmail._id]), ...answeredRegistrations(user)])];
}

async function linkWaiting(
  dependencies: ProcessDependencies,
  { user, version }: { user: PresentUser; version: number },
  registrationIds: string[],
  origin: Origin,
) {
  const { invitations, registrations } = dependencies;
  const found = { id: user.id, version };
  if (user.email !== undefined) {
    for await (const { state } of invitations.toEmail(emailKey(user.email), ['received', 'waiting'])) {
      await linkToUser(dependencies, state, found, origin);
    }
  }
  for (const id of registrationIds) {
    const registration = (await registrations.get(id))?.state;
    if (registration?.status !== 'accepted' || registration.commandRequest === undefined) continue;
    if (!isAnswered(registration.commandRequest, user)) continue;
    for await (const { state } of invitations.ofRegistration(id, ['waiting'])) {
      await linkToUser(dependencies, state, found, origin);
    }
  }
}

/** Once every waiting invitation is linked: a later one finds the user. */
async function completeRegistration(
  { registrations, clock }: ProcessDependencies,
  id: string,
  user: UserState,
  origin: Origin,
) {
  await registrations.change(id, origin, (state) => {
    if (state.status !== 'accepted' || state.commandRequest === undefined) return undefined;
    return isAnswered(state.commandRequest, user) ? complete(state, isoNow(clock)) : undefined;
  });
}

async function grantLinked(
  { invitations, clock }: ProcessDependencies,
  user: PresentUser,
  version: number,
  origin: Origin,
) {
  for await (const { state } of invitations.ofUser(user.id, ['linking'])) {
    const at = isoNow(clock);
    await invitations.change(state.id, chainOf(state, origin), (current) => {
      if (current.status !== 'linking' || current.userId !== user.id) return undefined;
      // The person was removed and the id given to another, and this reader may have missed the removal.
      if (!isWhomItFound(current, user)) return abandon(current, at);
      return isAnswered(current.commandRequest, user) ? grant(current, version, at) : undefined;
    });
  }
}

/**
 * A user as directory now has it: ends the registration of its email, links what waits on it, and takes its replies. A
 * removed user leaves the projection only after that, since its addresses there say what is to be erased.
 */
export async function onUser(
  dependencies: ProcessDependencies & { newcomersReachEnd: (timeoutMs: number) => Promise<boolean> },
  { users, acts }: Acting,
  event: UserEvent,
): Promise<void> {
  const { state: user, version } = event.data;
  // An old state that comes again says who had an email then: it would link somebody else's invitations.
  if (await users.isPast(user.id, version)) return;
  const origin = originOf(event);
  // Before anything is linked, it is known what a newcomer's page named; where that lags, an email too many goes out.
  if (cameBySigningIn(user, dependencies.clock.now())) await dependencies.newcomersReachEnd(NEWCOMERS_MS);
  if (user.state === 'removed') {
    // The generation's own projection has the address: another's may have erased it already.
    if (await acts(user.id, version)) await erasePerson({ ...dependencies, users }, user, origin);
    await users.project(user, version);
    return;
  }
  await users.project(user, version);
  if (!(await acts(user.id, version))) return;
  const registrationIds = await registrationsOf(dependencies, user);
  for (const id of registrationIds) await supersede(dependencies, id, origin);
  await linkWaiting(dependencies, { user, version }, registrationIds, origin);
  for (const id of registrationIds) await completeRegistration(dependencies, id, user, origin);
  await grantLinked(dependencies, user, version, origin);
}
