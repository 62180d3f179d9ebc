import { openEventLog } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import { openKeys, openPatiently, runProcess, systemClock } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

/** The directory as a process of its own. */
await runProcess({
  name: 'directory',
  readConfig,
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, STORE_URL, EVENTS_URL, INTERNAL_KEY, distributed } = config;
    const keys = openKeys({ dataDir, distributed, env: { INTERNAL_KEY }, names: ['INTERNAL_KEY'] });
    const { now } = systemClock;
    const opening = { log, closers };
    const store = await openPatiently(
      'store',
      () => openStore({ url: STORE_URL, dataDir, name: 'directory', collections, now }),
      opening,
    );
    const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
    const clientId = 'gatehouse-directory';
    const eventLog = await openPatiently(
      'event log',
      () => openEventLog({ url: EVENTS_URL, dataDir, now, clientId, onError, logger: log }),
      opening,
    );
    const directory = await start({
      config,
      log,
      store,
      eventLog,
      credentials: createCredentials(keys.INTERNAL_KEY),
      clock: systemClock,
      processMetrics: true,
    });
    closers.add('directory', () => directory.close());
  },
});
