import {
  type EventOf,
  emailKey,
  isWhomItFound,
  type Origin,
  originOf,
  type PresentUser,
  type UserState,
} from '@gatehouse/contracts';
import { answeredRegistrations, isAnswered } from '../invitation/command-request.ts';
import { abandon, grant } from '../invitation/invitation.ts';
import type { UserCopies } from '../projections/projections.ts';
import { complete } from '../registration/registration.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';
import { overtake } from './end-registration.ts';
import { erasePerson } from './erase-person.ts';
import { linkToUser } from './link-to-user.ts';

type UserEvent = EventOf<'gatehouse.directory.user.v1'>;

/** The registrations whose email this user has, or that asked for this user. */
async function registrationsOf({ registrations }: Journey, user: PresentUser): Promise<string[]> {
  const byEmail = user.email === undefined ? undefined : await registrations.joinable(emailKey(user.email));
  return [...new Set([...(byEmail === undefined ? [] : [byEmail._id]), ...answeredRegistrations(user)])];
}

async function linkWaiting(
  journey: Journey,
  { user, version }: { user: PresentUser; version: number },
  registrationIds: string[],
  origin: Origin,
) {
  const found = { id: user.id, version };
  if (user.email !== undefined) {
    for await (const { state } of journey.invitations.toEmail(emailKey(user.email), [
      'received',
      'waiting',
    ])) {
      await linkToUser(journey, state, found, origin);
    }
  }
  for (const id of registrationIds) {
    const registration = (await journey.registrations.get(id))?.state;
    if (registration?.status !== 'accepted' || registration.commandRequest === undefined) continue;
    if (!isAnswered(registration.commandRequest, user)) continue;
    for await (const { state } of journey.invitations.ofRegistration(id, ['waiting'])) {
      await linkToUser(journey, state, found, origin);
    }
  }
}

/** Once all that waited is linked: who comes later finds the user. */
async function settleRegistration(journey: Journey, id: string, user: UserState, origin: Origin) {
  const at = instantOf(journey);
  await journey.registrations.change(id, origin, (current) => {
    const state = current?.state;
    if (state?.status !== 'accepted' || state.commandRequest === undefined) return { result: undefined };
    return {
      state: isAnswered(state.commandRequest, user) ? complete(state, at) : undefined,
      result: undefined,
    };
  });
}

async function grantLinked(journey: Journey, user: PresentUser, version: number, origin: Origin) {
  for await (const { state } of journey.invitations.ofUser(user.id, ['linking'])) {
    const at = instantOf(journey);
    await journey.invitations.change(state.id, chainOf(state, origin), (current) => {
      if (current.status !== 'linking' || current.userId !== user.id) return undefined;
      // Whom it found was removed, which this reader may have missed: an answer is of that life, or to be of none.
      if (!isWhomItFound(current, user)) return abandon(current, at);
      return isAnswered(current.commandRequest, user) ? grant(current, version, at) : undefined;
    });
  }
}

/** What one generation of the copies does with a user: keeps it, and where it is one that acts, goes on. */
export interface Acting {
  /** The generation's own. */
  users: UserCopies;
  /** Whether what a user's state asks for is to be done by this generation, as the store has it at this moment. */
  acts(userId: string, version: number): Promise<boolean>;
}

/**
 * A user as directory now has it: ends the registration of its email, links what waits on it, and takes its answers. Only
 * then is a removed one's copy emptied, since the address in it says what is to be forgotten.
 */
export async function onUser(journey: Journey, { users, acts }: Acting, event: UserEvent): Promise<void> {
  const { state: user, version } = event.data;
  // An old state that comes again says who had an email then; acted upon, it would link somebody else's invitations.
  if (await users.isPast(user.id, version)) return;
  const origin = originOf(event);
  if (user.state === 'removed') {
    // Its own copy has the address: another generation's may be emptied already.
    if (await acts(user.id, version)) await erasePerson({ ...journey, users }, user, origin);
    await users.keep(user, version);
    return;
  }
  await users.keep(user, version);
  if (!(await acts(user.id, version))) return;
  const registrationIds = await registrationsOf(journey, user);
  for (const id of registrationIds) await overtake(journey, id, origin);
  await linkWaiting(journey, { user, version }, registrationIds, origin);
  for (const id of registrationIds) await settleRegistration(journey, id, user, origin);
  await grantLinked(journey, user, version, origin);
}
