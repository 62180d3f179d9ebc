import { canonicalId } from '@gatehouse/runtime';
import type { Sessions } from '../sessions/open-sessions.ts';
import { organisationOfGrant } from './grant-id.ts';

interface Payload {
  authorizations?: Readonly<Record<string, { grantId?: string }>>;
}

/** The organisation that was last chosen for a client in a session. */
export async function lastOrganisation(
  sessions: Pick<Sessions, 'get'>,
  sessionId: string | undefined,
  clientId: string,
): Promise<string | undefined> {
  const id = sessionId === undefined ? undefined : canonicalId(sessionId);
  const stored = id === undefined ? undefined : (await sessions.get(id))?.payload;
  if (stored === undefined) return undefined;
  const { authorizations } = JSON.parse(stored) as Payload;
  return organisationOfGrant(authorizations?.[clientId]?.grantId);
}
