import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, readEnvironment, systemClock, variables } from '@gatehouse/runtime';
import { STORE_NAMES } from '@gatehouse/standalone/engines';
import { runOffline, tellLine } from '../offline/offline-process.ts';
import { restore } from './restoration.ts';

const { DATA_DIR, STORE_URL, EVENTS_URL, LOG_LEVEL } = variables;

/** Makes one truth of the stores that were put back, and ends. With the environment of the platform itself. */
await runOffline({
  name: 'restore',
  readConfig: (env) => readEnvironment({ DATA_DIR, STORE_URL, EVENTS_URL, LOG_LEVEL }, env),
  async begin(config, { log, closers }) {
    const { STORE_URL: storeUrl, DATA_DIR: dataDir } = config;
    const missing = STORE_NAMES.map((name) => `${name}.sqlite`).filter(
      (file) => !existsSync(join(dataDir, file)),
    );
    if (storeUrl === 'sqlite:' && missing.length > 0)
      throw new ConfigurationError([`${dataDir} lacks ${missing.join(', ')}: put the backups back first`]);
    const report = await restore({
      config,
      log,
      closers,
      now: () => systemClock.now(),
      tell: (progress) => tellLine({ progress }),
    });
    tellLine({ report });
  },
});
