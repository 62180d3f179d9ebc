import { emailKey, type Origin, type RemovedUser } from '@gatehouse/contracts';
import {
  abandon,
  erase as eraseInvitation,
  eraseLater as eraseInvitationLater,
} from '../invitation/invitation.ts';
import {
  complete,
  erase as eraseRegistration,
  eraseLater as eraseRegistrationLater,
} from '../registration/registration.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';

/** The addresses by which the person was written to: the last, and those before it that nobody else has now. */
async function addressesOf({ users }: Journey, userId: string): Promise<string[]> {
  const { email, formerEmailKeys = [] } = (await users.get(userId)) ?? {};
  const keys = email === undefined ? [] : [emailKey(email)];
  for (const key of formerEmailKeys) {
    if ((await users.withEmail(key)) === undefined) keys.push(key);
  }
  return keys;
}

async function eraseRegistrations(
  journey: Journey,
  { id: userId, removedAt }: RemovedUser,
  keys: readonly string[],
  origin: Origin,
): Promise<void> {
  const found = await journey.registrations.ofUser(userId);
  for (const key of keys) found.push(...(await journey.registrations.toEmail(key)));
  for (const { _id: id } of found) {
    const at = instantOf(journey);
    await journey.registrations.change(id, origin, (current) => {
      if (current === undefined) return { result: undefined };
      // The user that it asked for has been made, and removed since: that is its answer.
      const own = current.state.status === 'accepted' && current.state.userId === userId;
      const completed = own ? (complete(current.state, at) ?? current.state) : current.state;
      const later = completed.createdAt > removedAt ? undefined : eraseRegistrationLater(completed, at);
      return { state: eraseRegistration(completed, at) ?? later, result: undefined };
    });
  }
}

/**
 * A person was removed. Invitations under way end; what is over loses what is personal. Those that are still open to an
 * address take their course: whoever has it is a new person; what was asked for before the removal is forgotten when
 * nothing comes of it.
 */
export async function erasePerson(journey: Journey, removed: RemovedUser, origin: Origin): Promise<void> {
  const { id: userId, removedAt } = removed;
  const { invitations } = journey;
  const keys = await addressesOf(journey, userId);
  for await (const { state } of invitations.ofUser(userId, ['linking', 'granting', 'accepted'])) {
    const at = instantOf(journey);
    await invitations.change(
      state.id,
      chainOf(state, origin),
      (current) => abandon(current, at) ?? eraseInvitation(current, at),
    );
    if (state.email !== undefined)
      await eraseRegistrations(journey, removed, [emailKey(state.email)], origin);
  }
  for (const key of keys) {
    for await (const { state } of invitations.toEmail(key, ['expired', 'revoked', 'declined'])) {
      const at = instantOf(journey);
      await invitations.change(state.id, chainOf(state, origin), (current) => eraseInvitation(current, at));
    }
    for await (const { state } of invitations.toEmail(key, ['received', 'waiting'])) {
      if (state.createdAt > removedAt) continue;
      const at = instantOf(journey);
      await invitations.change(
        state.id,
        chainOf(state, origin),
        (current) => eraseInvitationLater(current, at) ?? eraseInvitation(current, at),
      );
    }
  }
  await eraseRegistrations(journey, removed, keys, origin);
}
