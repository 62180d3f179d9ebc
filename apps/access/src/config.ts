import { type EnvironmentTexts, readEnvironment, variables } from '@gatehouse/runtime';

const { ACCESS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY } = variables;
const { USERS_WINDOW_DAYS, LOG_LEVEL } = variables;

/** Where access listens. */
export interface AccessConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The widest filter of the list of users, in days. */
  usersWindowDays: number;
}

/** What this app reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ ACCESS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY },
    ...{ USERS_WINDOW_DAYS, LOG_LEVEL },
  };
  return readEnvironment(known, env);
}
