import { existsSync } from 'node:fs';
import {
  ConfigurationError,
  engineVariables,
  isDistributed,
  keyFile,
  readEnvironment,
  systemClock,
  variables,
} from '@gatehouse/runtime';
import { printJsonLine, runOffline } from '../offline/offline-process.ts';
import { migrate } from './migration.ts';

const KEYS = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;

/** Carries the embedded platform in DATA_DIR to the engines that STORE_URL and EVENTS_URL name, and ends. */
await runOffline({
  name: 'migrate',
  readConfig(env) {
    const config = readEnvironment({ ...engineVariables, LOG_LEVEL: variables.LOG_LEVEL }, env);
    const embedded = [
      ...(config.STORE_URL === 'sqlite:' ? ['STORE_URL is sqlite: it should be mongodb://host'] : []),
      ...(config.EVENTS_URL === 'sqlite:' ? ['EVENTS_URL is sqlite: it should be kafka://host:port'] : []),
    ];
    if (embedded.length > 0 || !isDistributed(env)) throw new ConfigurationError(embedded);
    return config;
  },
  async begin({ DATA_DIR: dataDir, STORE_URL: storeUrl, EVENTS_URL: eventsUrl }, { log, closers }) {
    const report = await migrate({
      dataDir,
      target: { storeUrl, eventsUrl },
      log,
      closers,
      now: () => systemClock.now(),
      onProgress: (progress) => printJsonLine({ progress }),
    });
    const keys = KEYS.map((name) => ({ name, file: keyFile(dataDir, name) })).map(({ name, file }) => ({
      name,
      ...(existsSync(file) && { file }),
    }));
    printJsonLine({ report: { ...report, keys } });
  },
});
