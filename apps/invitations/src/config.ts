import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

const { INVITATIONS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY } = variables;
const { INVITATION_TTL_DAYS, ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL } = variables;

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ INVITATIONS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY },
    ...{ INVITATION_TTL_DAYS, ALLOW_PRIVATE_CALLBACKS, METRICS_TOKEN, LOG_LEVEL },
  };
  return readEnvironment(known, env);
}

/** What of it the app itself needs, once engines and keys are open. */
export type InvitationsConfig = Pick<
  ReturnType<typeof readConfig>,
  'INVITATIONS_PORT' | 'HOST' | 'METRICS_TOKEN' | 'INVITATION_TTL_DAYS' | 'ALLOW_PRIVATE_CALLBACKS'
>;
