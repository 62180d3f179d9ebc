import { openEventLog } from '@gatehouse/event-log';
import { createMetrics, openKeys, openPatiently, runProcess, systemClock } from '@gatehouse/runtime';
import { readConfig } from './config.ts';
import { loadDocuments } from './docs/load-documents.ts';
import { start } from './start.ts';

/** The gateway as a process of its own. */
await runProcess({
  name: 'gateway',
  readConfig,
  async begin(config, { log, closers }) {
    const { dataDir, distributed, eventsUrl: url } = config;
    const names = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;
    const keys = openKeys({ dataDir, distributed, env: config.keys, names });
    const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
    const { now } = systemClock;
    const eventLog = await openPatiently(
      'event log',
      () => openEventLog({ url, dataDir, now, clientId: 'gatehouse-gateway', onError, logger: log }),
      { log, closers },
    );
    const metrics = createMetrics('gateway', { processMetrics: true });
    const gateway = await start({
      config,
      keys,
      log,
      eventLog,
      metrics,
      documents: loadDocuments(config.audience),
    });
    closers.add('gateway', () => gateway.close());
  },
});
