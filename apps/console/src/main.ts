import { openStoreOf, publicUrlOf } from '@gatehouse/app-process';
import { createCredentials } from '@gatehouse/http';
import { createSealer, openKeys, runProcess, systemClock } from '@gatehouse/runtime';
import { readConfig } from './config.ts';
import { manifest } from './manifest.ts';

const { name, collections, start } = manifest;

/** The console as a process of its own. It follows no log: all it shows comes from the gateway. */
await runProcess({
  name,
  readConfig,
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, distributed, OPERATOR_CONSOLE } = config;
    const names = ['INTERNAL_KEY', 'MASTER_KEY'] as const;
    const keys = openKeys({ dataDir, distributed, env: config, names });
    const OPERATOR_SECRET = OPERATOR_CONSOLE
      ? openKeys({ dataDir, distributed, env: config, names: ['OPERATOR_SECRET'] }).OPERATOR_SECRET
      : undefined;
    const store = await openStoreOf(config, { name, collections }, { log, closers });
    const app = await start({
      config: { ...config, OPERATOR_SECRET },
      log,
      store,
      sealer: createSealer(keys.MASTER_KEY),
      credentials: createCredentials(keys.INTERNAL_KEY),
      clock: systemClock,
      publicUrl: publicUrlOf(config),
      processMetrics: true,
    });
    closers.add(name, () => app.close());
  },
});
