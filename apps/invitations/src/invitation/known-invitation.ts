import type { InvitationState } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { Invitations } from './invitations.store.ts';

/** The invitation that an operator's path names by its id; 404 where there is none. */
export async function knownInvitation(
  { invitations }: { invitations: Pick<Invitations, 'get'> },
  id: string,
): Promise<InvitationState> {
  const found = await invitations.get(id);
  if (found === undefined) throw noSuchInvitation();
  return found.state;
}

export function noSuchInvitation() {
  return notFound('There is no such invitation');
}
