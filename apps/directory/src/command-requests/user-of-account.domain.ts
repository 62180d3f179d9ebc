import type { PresentUser, UserState } from '@gatehouse/contracts';
import { isKnownCommandRequest, type RequestKey } from '../users/answered-requests.domain.ts';
import { answerCommandRequest, removeUser } from '../users/user.ts';

/** What accounts asks for: the details of a user that it makes, or the email of one. */
export type AccountDetails = Pick<PresentUser, 'email' | 'givenName' | 'familyName'>;

/** Makes the user of an account at the provider, who may be without email and names. Where the id is known, it only answers. */
export function makeForAccount(
  current: UserState | undefined,
  id: string,
  details: AccountDetails,
  { commandRequest, at }: { commandRequest: RequestKey; at: string },
): UserState | undefined {
  const made: PresentUser = {
    ...{ id, answered: [], state: 'present', status: 1, madeBy: 'accounts', ...details },
    ...{ memberships: [], createdAt: at, updatedAt: at },
  };
  return answerCommandRequest(current ?? made, commandRequest);
}

/** The email of a user that accounts made follows the provider's. Any other user's is the operator's: it only answers. */
export function followEmail(
  current: UserState,
  email: string | undefined,
  { commandRequest, at }: { commandRequest: RequestKey; at: string },
): UserState | undefined {
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || answered.madeBy !== 'accounts' || email === undefined) return answered;
  if (isKnownCommandRequest(current, commandRequest) || answered.email === email) return answered;
  return { ...answered, email, updatedAt: at };
}

/** The last account of a user is gone: who was made for one, and is in no organisation, goes with it. */
export function removeForAccount(
  current: UserState,
  { commandRequest, at }: { commandRequest: RequestKey; at: string },
): UserState | undefined {
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || answered.madeBy !== 'accounts') return answered;
  if (isKnownCommandRequest(current, commandRequest) || answered.memberships.length > 0) return answered;
  return removeUser(answered, at);
}
