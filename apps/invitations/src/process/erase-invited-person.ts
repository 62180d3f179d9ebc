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
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';

/** The addresses that the person had: the last, and those before it that nobody else has now. */
async function addressesOf({ users }: ProcessDependencies, userId: string): Promise<string[]> {
  const { email, formerEmailKeys = [] } = (await users.get(userId)) ?? {};
  const keys = email === undefined ? [] : [emailKey(email)];
  for (const key of formerEmailKeys) {
    if ((await users.withEmail(key)) === undefined) keys.push(key);
  }
  return keys;
}

async function eraseRegistrations(
  { registrations, clock }: ProcessDependencies,
  { id: userId, removedAt }: RemovedUser,
  keys: Iterable<string>,
  origin: Origin,
): Promise<void> {
  const ids = new Set<string>();
  for await (const { _id } of registrations.ofUser(userId)) ids.add(_id);
  for (const key of keys) for await (const { _id } of registrations.toEmail(key)) ids.add(_id);
  const at = isoNow(clock);
  for (const id of ids) {
    await registrations.change(id, origin, (current) => {
      // The user that it requested was made, and removed since: that is its reply.
      const isOwn = current.status === 'accepted' && current.userId === userId;
      const completed = (isOwn ? complete(current, at) : undefined) ?? current;
      const later = completed.createdAt > removedAt ? undefined : eraseRegistrationLater(completed, at);
      return eraseRegistration(completed, at) ?? later;
    });
  }
}

/**
 * A person was removed. Invitations under way end; those that are over lose what is personal. Those that are open to an
 * address go on: whoever has it next is a new person. The ones from before the removal are erased once they are over and
 * nobody was linked.
 */
export async function erasePerson(
  dependencies: ProcessDependencies,
  removed: RemovedUser,
  origin: Origin,
): Promise<void> {
  const { invitations, clock } = dependencies;
  const keys = await addressesOf(dependencies, removed.id);
  const invited = new Set(keys);
  const at = isoNow(clock);
  for await (const { state } of invitations.ofUser(removed.id, ['linking', 'granting', 'accepted'])) {
    const chain = chainOf(state, origin);
    await invitations.change(state.id, chain, (now) => abandon(now, at) ?? eraseInvitation(now, at));
    if (state.email !== undefined) invited.add(emailKey(state.email));
  }
  const open = ['received', 'waiting'] as const;
  for (const key of keys) {
    for await (const { state } of invitations.toEmail(key, ['expired', 'revoked', 'declined', ...open])) {
      await invitations.change(state.id, chainOf(state, origin), (now) => {
        const isBefore = state.createdAt <= removed.removedAt;
        return eraseInvitation(now, at) ?? (isBefore ? eraseInvitationLater(now, at) : undefined);
      });
    }
  }
  await eraseRegistrations(dependencies, removed, invited, origin);
}
