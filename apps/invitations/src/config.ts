import { readLogo } from '@gatehouse/pages';
import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

const { INVITATIONS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY } = variables;
const {
  GATEWAY_PORT,
  PUBLIC_URL,
  TLS_CERT,
  INVITATION_TTL_DAYS,
  ALLOW_PRIVATE_CALLBACKS,
  METRICS_TOKEN,
  LOG_LEVEL,
} = variables;
const { PLATFORM_NAME, PLATFORM_LOGO, SUPPORT_URL, SUPPORT_EMAIL, PRIVACY_URL, ACCESSIBILITY_URL } =
  variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ INVITATIONS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY },
    ...{
      GATEWAY_PORT,
      PUBLIC_URL,
      TLS_CERT,
      INVITATION_TTL_DAYS,
      ALLOW_PRIVATE_CALLBACKS,
      METRICS_TOKEN,
      LOG_LEVEL,
    },
    ...{ PLATFORM_NAME, PLATFORM_LOGO, SUPPORT_URL, SUPPORT_EMAIL, PRIVACY_URL, ACCESSIBILITY_URL },
  };
  const read = readEnvironment(known, env);
  return { ...read, logo: readLogo(read.PLATFORM_LOGO) };
}

/** What of it the app itself needs, once engines and keys are open. */
export type InvitationsConfig = Pick<
  ReturnType<typeof readConfig>,
  | 'INVITATIONS_PORT'
  | 'HOST'
  | 'METRICS_TOKEN'
  | 'INVITATION_TTL_DAYS'
  | 'ALLOW_PRIVATE_CALLBACKS'
  | 'PLATFORM_NAME'
  | 'SUPPORT_URL'
  | 'SUPPORT_EMAIL'
  | 'PRIVACY_URL'
  | 'ACCESSIBILITY_URL'
  | 'logo'
>;
