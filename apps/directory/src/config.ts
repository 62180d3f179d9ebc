import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

const { DIRECTORY_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL } =
  variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  return readEnvironment(
    { DIRECTORY_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, INTERNAL_KEY, METRICS_TOKEN, LOG_LEVEL },
    env,
  );
}

/** What of it the app itself needs, once engines and keys are open. */
export type DirectoryConfig = Pick<
  ReturnType<typeof readConfig>,
  'DIRECTORY_PORT' | 'HOST' | 'METRICS_TOKEN'
>;
