import { unavailable } from '@gatehouse/errors';
import { type Logout, ProviderAway, ProviderRefused } from '@gatehouse/oidc-client';
import type { Logger } from '@gatehouse/runtime';
import { accountIdentityId } from '../identities/identity-keys.ts';
import type { Provider } from '../provider/open-provider.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import { type AccountLogouts, TOLERANCE_S } from './logouts.store.ts';

export interface TakeLogoutParts {
  provider: Pick<Provider, 'current'>;
  logouts: AccountLogouts;
  sessions: Pick<AccountSessions, 'endWhere'>;
}

const RETRY_SECONDS = 5;

/** Takes a logout token of the provider. Keys that cannot be had are a fault that passes. */
export function logoutTaker({ provider, logouts, sessions }: TakeLogoutParts) {
  async function end({ subject, sessionId: providerSid, issuedAt }: Logout, issuer: string): Promise<number> {
    const identityId = subject === undefined ? undefined : accountIdentityId(issuer, subject);
    const whose = identityId === undefined ? {} : { identityId };
    const before = { idTokenIssuedAt: { lte: issuedAt + TOLERANCE_S } };
    if (providerSid === undefined) return sessions.endWhere({ ...whose, ...before }, 'provider');
    const named = await sessions.endWhere({ ...whose, providerSid }, 'provider');
    if (identityId === undefined) return named;
    const without = { ...whose, providerSid: { exists: false }, ...before };
    return named + (await sessions.endWhere(without, 'provider'));
  }

  return async (token: string, log: Logger): Promise<'taken' | 'refused'> => {
    const refused = (reason: string) => {
      log.warn({ reason }, 'logout token refused');
      return 'refused' as const;
    };
    const { provider: used, client } = await provider.current();
    const { issuer } = used;
    let logout: Logout;
    try {
      logout = await client.readLogoutToken(token);
    } catch (error) {
      if (error instanceof ProviderAway) throw unavailable(error, RETRY_SECONDS);
      if (error instanceof ProviderRefused) return refused(error.reason);
      throw error;
    }
    const { jti, subject, sessionId: providerSid, issuedAt } = logout;
    const identityId = subject === undefined ? undefined : accountIdentityId(issuer, subject);
    if (!(await logouts.note({ jti, issuer, identityId, providerSid, issuedAt }))) return refused('jti');
    const ended = await end(logout, issuer);
    if (!(await logouts.take({ jti, issuer }))) return refused('jti');
    log.info({ sessions: ended }, 'the identity provider ended sessions');
    return 'taken';
  };
}
