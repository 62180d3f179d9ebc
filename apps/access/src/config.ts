import { type EnvironmentTexts, engineVariables, readEnvironment, variables } from '@gatehouse/runtime';

const { ACCESS_PORT, HOST, MASTER_KEY, INTERNAL_KEY, USERS_WINDOW_DAYS, METRICS_TOKEN, LOG_LEVEL } =
  variables;
const { AUDIENCE, ALLOW_PRIVATE_CALLBACKS, REQUEST_TTL_DAYS, REQUEST_ESCALATION_DAYS } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = { ...engineVariables, ...{ ACCESS_PORT, HOST, MASTER_KEY, INTERNAL_KEY } };
  const rules = {
    AUDIENCE,
    ALLOW_PRIVATE_CALLBACKS,
    USERS_WINDOW_DAYS,
    REQUEST_TTL_DAYS,
    REQUEST_ESCALATION_DAYS,
  };
  return readEnvironment({ ...known, ...rules, METRICS_TOKEN, LOG_LEVEL }, env);
}

/** What of it the app itself needs, once engines and keys are open. */
export type AccessConfig = Pick<
  ReturnType<typeof readConfig>,
  | 'ACCESS_PORT'
  | 'HOST'
  | 'METRICS_TOKEN'
  | 'USERS_WINDOW_DAYS'
  | 'REQUEST_TTL_DAYS'
  | 'REQUEST_ESCALATION_DAYS'
  | 'AUDIENCE'
  | 'ALLOW_PRIVATE_CALLBACKS'
  /** Whether it runs as a process of its own. */
  | 'distributed'
>;
