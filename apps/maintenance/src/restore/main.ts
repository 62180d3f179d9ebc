import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backendNames } from '@gatehouse/contracts';
import {
  ConfigurationError,
  engineVariables,
  readEnvironment,
  systemClock,
  variables,
} from '@gatehouse/runtime';
import { printJsonLine, runOffline } from '../offline/offline-process.ts';
import { restore } from './restoration.ts';

/** Makes the stores that were restored from backups consistent, and ends. Takes the environment of the platform. */
await runOffline({
  name: 'restore',
  readConfig: (env) => readEnvironment({ ...engineVariables, LOG_LEVEL: variables.LOG_LEVEL }, env),
  async begin(config, { log, closers }) {
    const { STORE_URL: storeUrl, DATA_DIR: dataDir } = config;
    const missing = backendNames
      .map((name) => `${name}.sqlite`)
      .filter((file) => !existsSync(join(dataDir, file)));
    if (storeUrl === 'sqlite:' && missing.length > 0)
      throw new ConfigurationError([`${dataDir} lacks ${missing.join(', ')}: put the backups back first`]);
    const report = await restore({
      config,
      log,
      closers,
      now: () => systemClock.now(),
      onProgress: (progress) => printJsonLine({ progress }),
    });
    printJsonLine({ report });
  },
});
