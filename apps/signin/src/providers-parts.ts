import { emailKey, isEmailAddress } from '@gatehouse/contracts';
import type { SigninConfig } from './config.ts';
import type { People } from './people/people.read-model.ts';
import type { ProvidersParts } from './providers/open-providers.ts';
import type { EndedByProvider } from './providers/take-logout.ts';
import type { Sessions } from './sessions/open-sessions.ts';

export interface ProvidersOptions
  extends Pick<ProvidersParts, 'store' | 'sealer' | 'issuer' | 'closers' | 'now' | 'log'> {
  config: Pick<SigninConfig, 'ALLOW_PRIVATE_CALLBACKS' | 'distributed' | 'SELF_REGISTRATION'>;
  projections: Pick<People, 'users' | 'invitations'>;
  sessions: Sessions;
}

/** What other identity providers need of the rest of sign-in. */
export function providersParts(options: ProvidersOptions): ProvidersParts {
  const { config, projections, sessions, issuer, store, sealer, closers, now, log } = options;
  return {
    ...{ store, sealer, issuer, closers, now, log, users: projections.users, isEmail: isEmailAddress },
    allowPrivate: config.ALLOW_PRIVATE_CALLBACKS,
    allowHttpOnLoopback: !config.distributed,
    async mayRegister(email) {
      if (config.SELF_REGISTRATION) return true;
      return (await projections.invitations.waitingFor(emailKey(email), 1)).length > 0;
    },
    endSessions: (which, correlationId) =>
      sessions.endWhere(conditionsOf(which), 'provider-logout', { actor: 'public', correlationId }),
  };
}

function conditionsOf({ providerId, providerSid, identityId, startedBefore }: EndedByProvider) {
  return {
    'state.providerId': providerId,
    ...(providerSid === null && { providerSid: { exists: false } }),
    ...(typeof providerSid === 'string' && { providerSid }),
    ...(identityId !== undefined && { identityId }),
    ...(startedBefore !== undefined && { 'state.startedAt': { lt: startedBefore } }),
  };
}
