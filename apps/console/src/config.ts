import { readLogo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';
import type { IdentityConfig } from '@gatehouse/texts';

const { CONSOLE_PORT, GATEWAY_PORT, GATEWAY_URL, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY } =
  variables;
const { OPERATOR_CONSOLE, OPERATOR_SECRET, AUDIENCE, METRICS_TOKEN, LOG_LEVEL } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const read = readEnvironment(
    {
      ...{ CONSOLE_PORT, GATEWAY_PORT, GATEWAY_URL, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY },
      ...{ OPERATOR_CONSOLE, AUDIENCE, METRICS_TOKEN, LOG_LEVEL },
      // Who opens the keys asks for it, where the operator's pages are served.
      OPERATOR_SECRET: { ...OPERATOR_SECRET, absent: () => ({ value: undefined }) },
      ...engineVariables,
      ...identityVariables,
    },
    env,
  );
  return { ...read, logo: readLogo(read.PLATFORM_LOGO) };
}

/** What the app itself needs, once its store and keys are open. */
export type ConsoleConfig = IdentityConfig &
  Pick<
    ReturnType<typeof readConfig>,
    | 'CONSOLE_PORT'
    | 'GATEWAY_PORT'
    | 'GATEWAY_URL'
    | 'HOST'
    | 'TLS_CERT'
    | 'OPERATOR_CONSOLE'
    | 'OPERATOR_SECRET'
    | 'AUDIENCE'
    | 'METRICS_TOKEN'
    | 'logo'
  >;
