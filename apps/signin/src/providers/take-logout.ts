import { unavailable } from '@gatehouse/errors';
import { type Logout, ProviderAway, ProviderRefused } from '@gatehouse/oidc-client';
import type { Logger } from '@gatehouse/runtime';
import { identityIdOf } from './identity.ts';
import type { KnownProvider } from './identity-providers.store.ts';
import type { ProviderClients } from './provider-clients.ts';
import type { TakenLogouts } from './taken-logouts.store.ts';

/** Which sessions end: all conditions must hold. */
export interface EndedByProvider {
  providerId: string;
  /** The session at the provider; null: one that has none. */
  providerSid?: string | null;
  identityId?: string;
  /** Those that began before. */
  startedBefore?: string;
}

export interface TakeLogoutParts {
  clients: ProviderClients;
  taken: TakenLogouts;
  endSessions(which: EndedByProvider, correlationId: string): Promise<number>;
}

/** By the provider's clock, a session may have begun so long after the logout that ends it. */
const TOLERANCE_MS = 30_000;

/** Takes a logout token of a provider; why it was refused, or undefined. Keys that cannot be had are a fault that passes. */
export type TakeLogout = (
  known: KnownProvider,
  token: string,
  { correlationId, log }: { correlationId: string; log: Logger },
) => Promise<'taken' | 'refused'>;

export function logoutTaker({ clients, taken, endSessions }: TakeLogoutParts): TakeLogout {
  async function end({ state }: KnownProvider, logout: Logout, correlationId: string): Promise<number> {
    const { id: providerId, issuer } = state;
    const { subject, sessionId, issuedAt } = logout;
    const of = subject === undefined ? {} : { identityId: identityIdOf({ issuer, subject }) };
    const startedBefore = new Date(issuedAt * 1_000 + TOLERANCE_MS).toISOString();
    if (sessionId === undefined) return endSessions({ providerId, ...of, startedBefore }, correlationId);
    const named = await endSessions({ providerId, providerSid: sessionId, ...of }, correlationId);
    if (subject === undefined) return named;
    return (
      named + (await endSessions({ providerId, providerSid: null, ...of, startedBefore }, correlationId))
    );
  }

  return async (known, token, { correlationId, log }) => {
    const { id: providerId } = known.state;
    const refused = (reason: string) => {
      log.warn({ providerId, reason }, 'logout token refused');
      return 'refused' as const;
    };
    let logout: Logout;
    try {
      logout = await clients.clientOf(known).readLogoutToken(token);
    } catch (error) {
      if (error instanceof ProviderAway) throw unavailable(error);
      if (error instanceof ProviderRefused) return refused(error.reason);
      throw error;
    }
    if (await taken.has(providerId, logout.jti)) return refused('jti');
    const ended = await end(known, logout, correlationId);
    // Only now: after a crash in between the provider's next attempt ends the rest.
    await taken.remember(providerId, logout.jti);
    log.info({ providerId, sessions: ended }, 'the identity provider ended sessions');
    return 'taken';
  };
}
