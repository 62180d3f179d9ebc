import {
  ConfigurationError,
  type EnvironmentTexts,
  engineVariables,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';

const { ACCOUNTS_PORT, GATEWAY_PORT, GATEWAY_URL, HOST, PUBLIC_URL, ISSUER, TLS_CERT } = variables;
const { MASTER_KEY, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL, ALLOW_PRIVATE_CALLBACKS } = variables;
const { ACCOUNTS_SIGN_IN_MINUTES, ACCOUNTS_SESSION_HOURS, ACCOUNTS_SESSION_IDLE_HOURS } = variables;
const { SUBSCRIPTIONS_URL, SUBSCRIPTIONS_TOKEN } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const read = readEnvironment(
    {
      ...{ ACCOUNTS_PORT, GATEWAY_PORT, GATEWAY_URL, HOST, PUBLIC_URL, ISSUER, TLS_CERT },
      ...{ MASTER_KEY, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL, ALLOW_PRIVATE_CALLBACKS },
      ...{ ACCOUNTS_SIGN_IN_MINUTES, ACCOUNTS_SESSION_HOURS, ACCOUNTS_SESSION_IDLE_HOURS },
      ...{ SUBSCRIPTIONS_URL, SUBSCRIPTIONS_TOKEN },
      ...engineVariables,
    },
    env,
  );
  if (read.distributed && read.GATEWAY_URL === undefined) {
    throw new ConfigurationError([
      'GATEWAY_URL is missing: it should be where the gateway is, in a distributed platform',
    ]);
  }
  return read;
}

/** What the app itself needs, once engines and keys are open. */
export type AccountsConfig = Pick<
  ReturnType<typeof readConfig>,
  | 'ACCOUNTS_PORT'
  | 'GATEWAY_PORT'
  | 'GATEWAY_URL'
  | 'HOST'
  | 'PUBLIC_URL'
  | 'ISSUER'
  | 'TLS_CERT'
  | 'ACCOUNTS_SIGN_IN_MINUTES'
  | 'ACCOUNTS_SESSION_HOURS'
  | 'ACCOUNTS_SESSION_IDLE_HOURS'
  | 'SUBSCRIPTIONS_URL'
  | 'SUBSCRIPTIONS_TOKEN'
  | 'ALLOW_PRIVATE_CALLBACKS'
  | 'METRICS_TOKEN'
  | 'distributed'
>;
