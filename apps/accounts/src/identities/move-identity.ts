import type { Origin } from '@gatehouse/contracts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import { type Account, link, move, presentIdentity, tell } from './identity.domain.ts';
import { accountIdentityId } from './identity-keys.ts';
import type { AccountIdentities } from './open-identities.ts';

export interface MovingParts {
  accountIdentities: AccountIdentities;
  sessions: Pick<AccountSessions, 'endWhere'>;
  now: () => number;
}

/**
 * Where a subject is unknown, the identity that is recorded with its legacy subject moves to it, user and all, and its sessions
 * end. First the former says where it moved, then the new one takes its place: a crash in between is made good by the next who
 * tells of the new subject, with or without its legacy one. Whether the subject is known now.
 */
export async function moveByLegacySubject(
  { accountIdentities, sessions, now }: MovingParts,
  { issuer, subject }: Omit<Account, 'id'>,
  legacySubject: string | undefined,
  origin: Origin,
): Promise<boolean> {
  const id = accountIdentityId(issuer, subject);
  if (presentIdentity(await accountIdentities.get(id)) !== undefined) return true;
  const at = new Date(now()).toISOString();
  const former =
    legacySubject === undefined
      ? undefined
      : await accountIdentities.withLegacySubject(issuer, legacySubject);
  const { correlationId } = origin;
  const facts = { email: former?.email, emailVerified: former?.emailVerified, legacySubject, correlationId };
  if (former !== undefined && former.id !== id) {
    await accountIdentities.change(former.id, origin, (current) => {
      const present = presentIdentity(current);
      return { state: present && move(present, id, at), result: undefined };
    });
  }
  const moved = (await accountIdentities.movedTo(id)).toSorted((a, b) => (a.movedAt < b.movedAt ? 1 : -1))[0];
  if (moved === undefined) return false;
  await sessions.endWhere({ identityId: moved.id }, 'identity-removed');
  await accountIdentities.changeTaking(id, origin, { email: facts.email, mayTake: true }, (current) => {
    if (presentIdentity(current) !== undefined) return { result: undefined };
    const known = tell(current, { id, issuer, subject }, facts, at);
    const { userId, linkedBy } = moved;
    const isUsers = userId !== undefined && linkedBy !== undefined;
    return { state: isUsers ? link(known, { userId, linkedBy }, at) : known, result: undefined };
  });
  return true;
}
