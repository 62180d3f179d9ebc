import { readLogo } from '@gatehouse/pages';
import {
  ConfigurationError,
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  isLoopback,
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
  checkIssuer(read);
  return { ...read, logo: readLogo(read.PLATFORM_LOGO) };
}

/** Tokens name the issuer, and clients fetch its keys: where others reach it that is by https. */
function checkIssuer({
  ISSUER: issuer,
  distributed,
}: {
  ISSUER: string | undefined;
  distributed: boolean;
}): void {
  if (issuer === undefined || !distributed || !/^http:/i.test(issuer)) return;
  if (isLoopback(new URL(issuer).hostname)) return;
  throw new ConfigurationError([
    `ISSUER is ${JSON.stringify(issuer)}: it should be https:// in a distributed platform`,
  ]);
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
    | 'distributed'
    | 'logo'
  >;
