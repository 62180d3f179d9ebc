import { openEventLog } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import { openKeys, runProcess, systemClock } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

/** The directory as a process of its own. */
await runProcess({
  name: 'directory',
  readConfig,
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, STORE_URL, EVENTS_URL, INTERNAL_KEY: given, distributed } = config;
    const { now } = systemClock;
    const { INTERNAL_KEY } = openKeys({
      dataDir,
      env: { INTERNAL_KEY: given },
      distributed,
      names: ['INTERNAL_KEY'],
    });
    const store = await openStore({ url: STORE_URL, dataDir, name: 'directory', collections, now });
    closers.add('store', () => store.close());
    const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
    const eventLog = await openEventLog({ url: EVENTS_URL, dataDir, now, onError });
    closers.add('event log', () => eventLog.close());
    const directory = await start({
      config,
      log,
      store,
      eventLog,
      credentials: createCredentials(INTERNAL_KEY),
      clock: systemClock,
      processMetrics: true,
    });
    closers.add('directory', () => directory.close());
  },
});
