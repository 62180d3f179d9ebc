import { type EnvironmentTexts, engineVariables, readEnvironment, variables } from '@gatehouse/runtime';

const { DIRECTORY_PORT, HOST, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = { DIRECTORY_PORT, HOST, ...engineVariables, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL };
  return readEnvironment(known, env);
}

/** What of it the app itself needs, once engines and keys are open. */
export type DirectoryConfig = Pick<
  ReturnType<typeof readConfig>,
  'DIRECTORY_PORT' | 'HOST' | 'METRICS_TOKEN'
>;
