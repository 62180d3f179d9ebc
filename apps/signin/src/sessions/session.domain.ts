import type { ActiveSession, EndedSession, Message, SessionState } from '@gatehouse/contracts';

export type EndReason = EndedSession['reason'];

/** How a person has just signed in. */
export interface SignedIn {
  userId: string;
  method: ActiveSession['method'];
  providerId?: string;
  acr: string;
  amr: readonly string[];
}

const iso = (ms: number) => new Date(ms).toISOString();

/** A person has signed in, in a browser where nobody was. */
export function startSession(id: string, by: SignedIn, at: number, expiresAt: number): ActiveSession {
  return {
    ...{ id, userId: by.userId, status: 'active', method: by.method },
    ...(by.providerId !== undefined && { providerId: by.providerId }),
    ...{ acr: by.acr, amr: [...by.amr], services: [] },
    ...{ startedAt: iso(at), updatedAt: iso(at), expiresAt: iso(expiresAt) },
  };
}

/** The same person has signed in again. */
export function signInAgain(session: ActiveSession, by: SignedIn, at: number): ActiveSession {
  const { providerId: _before, ...rest } = session;
  return {
    ...rest,
    method: by.method,
    ...(by.providerId !== undefined && { providerId: by.providerId }),
    ...{ acr: by.acr, amr: [...by.amr], updatedAt: iso(at) },
  };
}

/** The services that were signed in to; unchanged where all are known. */
export function addServices(session: ActiveSession, ids: readonly string[], at: number): ActiveSession {
  const known = new Set(session.services.map(({ serviceId }) => serviceId));
  const added = [...new Set(ids)].filter((id) => !known.has(id));
  if (added.length === 0) return session;
  const services = [...session.services, ...added.map((serviceId) => ({ serviceId, firstAt: iso(at) }))];
  return { ...session, services, updatedAt: iso(at) };
}

export interface SessionEnd {
  at: number;
  reason: EndReason;
  /** The logout tokens to be sent. Whom only time ends has none. */
  messages: readonly Message[];
}

/** An ended session stays as it is. */
export function endSession(session: SessionState, { at, reason, messages }: SessionEnd): SessionState {
  if (session.status === 'ended') return session;
  const { expiresAt: _expiresAt, ...facts } = session;
  return {
    ...facts,
    ...{ status: 'ended', reason, endedAt: iso(at), updatedAt: iso(at) },
    ...(messages.length > 0 && { messages: [...messages] }),
  };
}
