import type { InvitationOf } from './events/invitation.ts';
import type { PresentUser } from './events/user.ts';
import { emailKey } from './fields.ts';

/**
 * Whether a user is the one that an invitation found under that id: the same incarnation, or a later one with the invited
 * address. A later incarnation with another address is another person.
 */
export function isWhomItFound(
  { userVersion, email }: Pick<InvitationOf<'linking'>, 'userVersion' | 'email'>,
  user: Pick<PresentUser, 'incarnation' | 'email'>,
): boolean {
  if (user.incarnation === undefined || user.incarnation <= userVersion) return true;
  return email !== undefined && user.email !== undefined && emailKey(email) === emailKey(user.email);
}
