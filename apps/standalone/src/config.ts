import { readTls } from '@gatehouse/gateway/tls-files';
import { readLogo } from '@gatehouse/pages';
import { type EnvironmentTexts, keyFile, readEnvironment, variables } from '@gatehouse/runtime';

/** Reads every variable of the platform. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const read = readEnvironment(variables, env);
  const tls = readTls(read.TLS_CERT, read.TLS_KEY);
  return { ...read, tls, logo: readLogo(read.PLATFORM_LOGO), operatorSecretIn: whereTheSecretIs(env, read) };
}

/** Where the operator's secret is found. */
function whereTheSecretIs(
  env: EnvironmentTexts,
  { OPERATOR_SECRET, DATA_DIR }: { OPERATOR_SECRET: string | undefined; DATA_DIR: string },
): string {
  if (OPERATOR_SECRET === undefined) return keyFile(DATA_DIR, 'OPERATOR_SECRET');
  return env.OPERATOR_SECRET_FILE?.trim() || 'the environment: OPERATOR_SECRET';
}

export type StandaloneConfig = ReturnType<typeof readConfig>;
