import { readTls } from '@gatehouse/gateway/tls-files';
import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

/** The environment of the whole platform in one process: every variable there is. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const read = readEnvironment(variables, env);
  return { ...read, tls: readTls(read.TLS_CERT, read.TLS_KEY) };
}

export type StandaloneConfig = ReturnType<typeof readConfig>;
