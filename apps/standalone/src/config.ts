import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

/** The environment of the whole platform in one process: every variable there is. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  return readEnvironment(variables, env);
}

export type StandaloneConfig = ReturnType<typeof readConfig>;
