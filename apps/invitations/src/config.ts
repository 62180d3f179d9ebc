import { readLogo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';
import type { IdentityConfig } from '@gatehouse/texts';

const { INVITATIONS_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY } = variables;
const { INVITATION_TTL_DAYS, ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ INVITATIONS_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY },
    ...{ INVITATION_TTL_DAYS, ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL },
    ...engineVariables,
    ...identityVariables,
  };
  const read = readEnvironment(known, env);
  return { ...read, logo: readLogo(read.PLATFORM_LOGO) };
}

/** What the app itself needs, once engines and keys are open. */
export type InvitationsConfig = IdentityConfig &
  Pick<
    ReturnType<typeof readConfig>,
    'INVITATIONS_PORT' | 'HOST' | 'METRICS_TOKEN' | 'INVITATION_TTL_DAYS' | 'ALLOW_PRIVATE_CALLBACKS' | 'logo'
  >;
