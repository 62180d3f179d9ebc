import { readLogo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';
import type { IdentityConfig } from '@gatehouse/texts';

const { SIGNIN_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY } = variables;
const { ISSUER, SESSION_IDLE_MINUTES, SESSION_HOURS, SIGNING_KEY_DAYS } = variables;
const { SELF_REGISTRATION, CHALLENGES_PER_NETWORK } = variables;
const { ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ SIGNIN_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY },
    ...{ ISSUER, SESSION_IDLE_MINUTES, SESSION_HOURS, SIGNING_KEY_DAYS },
    ...{ SELF_REGISTRATION, CHALLENGES_PER_NETWORK },
    ...{ ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL },
    ...engineVariables,
    ...identityVariables,
  };
  const read = readEnvironment(known, env);
  return { ...read, logo: readLogo(read.PLATFORM_LOGO) };
}

/** What the app itself needs, once engines and keys are open. */
export type SigninConfig = IdentityConfig &
  Pick<
    ReturnType<typeof readConfig>,
    | 'SIGNIN_PORT'
    | 'HOST'
    | 'METRICS_TOKEN'
    | 'ISSUER'
    | 'SESSION_IDLE_MINUTES'
    | 'SESSION_HOURS'
    | 'SELF_REGISTRATION'
    | 'CHALLENGES_PER_NETWORK'
    | 'SIGNING_KEY_DAYS'
    | 'ALLOW_PRIVATE_CALLBACKS'
    | 'logo'
  >;
