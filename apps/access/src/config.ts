import { type EnvironmentTexts, openKeys, readEnvironment, variables } from '@gatehouse/runtime';

const { ACCESS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY, LOG_LEVEL } = variables;

/** Where access listens. */
export interface AccessConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
}

/** The environment of access as a process of its own, with its keys; ConfigurationError names every fault. */
export function readConfig(env: EnvironmentTexts) {
  const values = readEnvironment(
    { ACCESS_PORT, HOST, DATA_DIR, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY, LOG_LEVEL },
    env,
  );
  const keys = openKeys({
    dataDir: values.DATA_DIR,
    env: { MASTER_KEY: values.MASTER_KEY, INTERNAL_KEY: values.INTERNAL_KEY },
    distributed: values.distributed,
    names: ['MASTER_KEY', 'INTERNAL_KEY'],
  });
  const config: AccessConfig = { host: values.HOST, port: values.ACCESS_PORT };
  return {
    config,
    dataDir: values.DATA_DIR,
    storeUrl: values.STORE_URL,
    eventsUrl: values.EVENTS_URL,
    logLevel: values.LOG_LEVEL,
    masterKeys: keys.MASTER_KEY,
    internalKeys: keys.INTERNAL_KEY,
  };
}
