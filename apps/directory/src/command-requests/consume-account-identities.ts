import { consumerOf, type HandlerResult } from '@gatehouse/consumers';
import { type DirectoryRequest, type Origin, originOf, type UserState } from '@gatehouse/contracts';
import type { Clock } from '@gatehouse/runtime';
import type { Users } from '../users/users.store.ts';
import { followEmail, makeForAccount, removeForAccount } from './user-of-account.domain.ts';

export interface AccountRequestDependencies {
  users: Users;
  clock: Clock;
}

type Request = Pick<DirectoryRequest, 'id' | 'at' | 'email' | 'givenName' | 'familyName'> & {
  ask: DirectoryRequest['ask'];
};

/** What a request makes of its user. Without `mayHaveEmail` the address is another user's: it is left out. */
function decided(
  current: UserState | undefined,
  userId: string,
  { ask, email: asked, givenName, familyName, ...commandRequest }: Request,
  { at, mayHaveEmail }: { at: string; mayHaveEmail: boolean },
): UserState | undefined {
  const email = mayHaveEmail ? asked : undefined;
  if (ask === 'make') {
    const details = {
      ...(email !== undefined && { email }),
      ...(givenName !== undefined && { givenName }),
      ...(familyName !== undefined && { familyName }),
    };
    return makeForAccount(current, userId, details, { commandRequest, at });
  }
  if (current === undefined) return undefined;
  const moment = { commandRequest, at };
  return ask === 'email' ? followEmail(current, email, moment) : removeForAccount(current, moment);
}

/** Does what accounts asks for, and replies by the user's next state. A request that is resent has no second effect. */
async function onRequest(
  { users, clock }: AccountRequestDependencies,
  userId: string,
  request: Request,
  origin: Origin,
): Promise<HandlerResult> {
  const at = new Date(clock.now()).toISOString();
  const change = (mayHaveEmail: boolean) =>
    users.change(userId, origin, (current) => ({
      state: decided(current, userId, request, { at, mayHaveEmail }),
      result: current === undefined,
    }));
  const changed = await change(true);
  const { status, result: isUnknown } = changed.status === 'duplicate' ? await change(false) : changed;
  if (status === 'changed') return undefined;
  // No user can answer: the requester resends the request, and raises an alarm in the end.
  return { ignored: isUnknown ? 'no such user' : 'answered before' };
}

/** Accounts requests the users of its identities. All other records are ignored. */
export function accountIdentitiesConsumer(dependencies: AccountRequestDependencies) {
  return consumerOf({
    async 'gatehouse.accounts.identity.v1'(event) {
      const { state } = event.data;
      if (state.status === 'linked' && state.commandRequest !== undefined) {
        return onRequest(dependencies, state.userId, state.commandRequest, originOf(event));
      }
      if (state.status !== 'removed' || state.commandRequest === undefined || state.userId === undefined) {
        return { ignored: 'no command request for directory' };
      }
      const request = { ...state.commandRequest, ask: 'remove' as const };
      return onRequest(dependencies, state.userId, request, originOf(event));
    },
  });
}
