import { readTls } from '@gatehouse/gateway/tls-files';
import { readLogo } from '@gatehouse/pages';
import { type EnvironmentTexts, keyFile, readEnvironment, variables } from '@gatehouse/runtime';

/** The environment of the whole platform in one process: every variable there is. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const read = readEnvironment(variables, env);
  const tls = readTls(read.TLS_CERT, read.TLS_KEY);
  return { ...read, tls, logo: readLogo(read.PLATFORM_LOGO), operatorSecretIn: whereTheSecretIs(env, read) };
}

/** Where whoever starts the platform finds the operator's secret. */
function whereTheSecretIs(
  env: EnvironmentTexts,
  { OPERATOR_SECRET, DATA_DIR }: { OPERATOR_SECRET: string | undefined; DATA_DIR: string },
): string {
  if (OPERATOR_SECRET === undefined) return keyFile(DATA_DIR, 'OPERATOR_SECRET');
  return env.OPERATOR_SECRET_FILE?.trim() || 'the environment: OPERATOR_SECRET';
}

export type StandaloneConfig = ReturnType<typeof readConfig>;
