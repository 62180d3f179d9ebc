import { type EnvironmentTexts, engineVariables, readEnvironment, variables } from '@gatehouse/runtime';

const { DIRECTORY_PORT, HOST, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL } = variables;

/** Reads this app's variables. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = { DIRECTORY_PORT, HOST, ...engineVariables, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL };
  return readEnvironment(known, env);
}

/** The part that the app needs once engines and keys are open. */
export type DirectoryConfig = Pick<
  ReturnType<typeof readConfig>,
  'DIRECTORY_PORT' | 'HOST' | 'METRICS_TOKEN'
>;
