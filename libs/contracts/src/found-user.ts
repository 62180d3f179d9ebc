import type { InvitationOf } from './events/invitation.ts';
import type { PresentUser } from './events/user.ts';
import { emailKey } from './fields.ts';

/**
 * Whether a user is whom an invitation found under that id: of the same life, or of a later one that has the invited
 * address. A person who was removed is not followed by whoever is given the id next. An invitation of an older release
 * does not say at which version it found its user.
 */
export function isWhomItFound(
  { userVersion, email }: Pick<InvitationOf<'linking'>, 'userVersion' | 'email'>,
  user: Pick<PresentUser, 'incarnation' | 'email'>,
): boolean {
  if (userVersion === undefined || user.incarnation === undefined || user.incarnation <= userVersion)
    return true;
  return email !== undefined && user.email !== undefined && emailKey(email) === emailKey(user.email);
}
