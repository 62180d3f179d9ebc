import { faultOfKind } from '@gatehouse/http';
import type { AccountSessions } from './open-sessions.ts';
import { SESSION_HEADER, tokenIn } from './session-token.ts';
import type { AccountSessionDocument } from './sessions.store.ts';

/** A request, as far as a session is looked for in it. */
export interface SessionHeaders {
  valuesOf(header: string): readonly string[];
}

/** The session of a request that counts, with its token. */
export interface GivenSession {
  token: string;
  session: AccountSessionDocument;
}

/** Undefined where the header has none that counts. */
export async function sessionOf(
  sessions: Pick<AccountSessions, 'used'>,
  { valuesOf }: SessionHeaders,
): Promise<GivenSession | undefined> {
  const token = tokenIn(valuesOf(SESSION_HEADER));
  const session = token === undefined ? undefined : await sessions.used(token);
  return token === undefined || session === undefined ? undefined : { token, session };
}

/** Refuses (401) a request whose session does not count. For a route's `resolve`. */
export async function requireSession(
  sessions: Pick<AccountSessions, 'used'>,
  request: SessionHeaders,
): Promise<GivenSession> {
  const given = await sessionOf(sessions, request);
  if (given === undefined) throw faultOfKind('session-invalid', {});
  return given;
}
