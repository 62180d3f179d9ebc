import { emailKey, type Origin } from '@gatehouse/contracts';
import { abandon, scrub as scrubInvitation } from '../invitation.ts';
import { scrub as scrubRegistration, settle } from '../registration.ts';
import { chainOf, instantOf, type Journey } from './journey.ts';

/** The addresses by which the person was written to: the last, and those before it that nobody else has now. */
async function addressesOf({ users }: Journey, userId: string): Promise<string[]> {
  const { email, formerEmailKeys = [] } = (await users.get(userId)) ?? {};
  const keys = email === undefined ? [] : [emailKey(email)];
  for (const key of formerEmailKeys) {
    if ((await users.withEmail(key)) === undefined) keys.push(key);
  }
  return keys;
}

async function forgetRegistrations(
  journey: Journey,
  userId: string,
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
      const settled = own ? (settle(current.state, at) ?? current.state) : current.state;
      return { state: scrubRegistration(settled, at), result: undefined };
    });
  }
}

/**
 * A person was removed. Invitations under way end; what is over loses what is personal. Those that are still open to
 * the address are later requests: they begin a new life.
 */
export async function forgetPerson(journey: Journey, userId: string, origin: Origin): Promise<void> {
  const { invitations } = journey;
  const keys = await addressesOf(journey, userId);
  for await (const { state } of invitations.ofUser(userId, ['linking', 'granting', 'accepted'])) {
    const at = instantOf(journey);
    await invitations.change(
      state.id,
      chainOf(state, origin),
      (current) => abandon(current, at) ?? scrubInvitation(current, at),
    );
    if (state.email !== undefined)
      await forgetRegistrations(journey, userId, [emailKey(state.email)], origin);
  }
  for (const key of keys) {
    for await (const { state } of invitations.toEmail(key, ['expired', 'revoked'])) {
      const at = instantOf(journey);
      await invitations.change(state.id, chainOf(state, origin), (current) => scrubInvitation(current, at));
    }
  }
  await forgetRegistrations(journey, userId, keys, origin);
}
