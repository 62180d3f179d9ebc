import { openEventLog } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import { createSealer, openKeys, openPatiently, runProcess, systemClock } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

/** The notifier as a process of its own. */
await runProcess({
  name: 'notifier',
  readConfig,
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, STORE_URL, EVENTS_URL, MASTER_KEY, INTERNAL_KEY, distributed } = config;
    const keys = openKeys({
      dataDir,
      distributed,
      env: { MASTER_KEY, INTERNAL_KEY },
      names: ['MASTER_KEY', 'INTERNAL_KEY'],
    });
    const { now } = systemClock;
    const opening = { log, closers };
    const store = await openPatiently(
      'store',
      () => openStore({ url: STORE_URL, dataDir, name: 'notifier', collections, now }),
      opening,
    );
    const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
    const clientId = 'gatehouse-notifier';
    const eventLog = await openPatiently(
      'event log',
      () => openEventLog({ url: EVENTS_URL, dataDir, now, clientId, onError, logger: log }),
      opening,
    );
    const scheme = config.TLS_CERT === undefined ? 'http' : 'https';
    const notifier = await start({
      config,
      log,
      store,
      eventLog,
      sealer: createSealer(keys.MASTER_KEY),
      credentials: createCredentials(keys.INTERNAL_KEY),
      clock: systemClock,
      publicUrl: config.PUBLIC_URL ?? `${scheme}://localhost:${config.GATEWAY_PORT}`,
      processMetrics: true,
    });
    closers.add('notifier', () => notifier.close());
  },
});
