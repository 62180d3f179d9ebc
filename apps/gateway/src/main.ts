import { openLogOf } from '@gatehouse/app-process';
import { createMetrics, openKeys, runProcess } from '@gatehouse/runtime';
import { readConfig } from './config.ts';
import { loadOpenApi } from './docs/documents.ts';
import { start } from './start.ts';

/** The gateway as a process of its own. */
await runProcess({
  name: 'gateway',
  readConfig,
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, distributed } = config;
    const names = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;
    const keys = openKeys({ dataDir, distributed, env: config.keys, names });
    const eventLog = await openLogOf(config, { clientId: 'gatehouse-gateway', log, closers });
    const metrics = createMetrics('gateway', { processMetrics: true, token: config.metricsToken });
    const gateway = await start({
      config,
      keys,
      log,
      eventLog,
      metrics,
      openApi: loadOpenApi(),
    });
    closers.add('gateway', () => gateway.close());
  },
});
