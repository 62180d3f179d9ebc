import { openEventLog } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import {
  ConfigurationError,
  createClosers,
  createLogger,
  createSealer,
  openKeys,
  systemClock,
} from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

const CLOSE_WITHIN_MS = 11_000;

/** Invitations as a process of its own. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { MASTER_KEY, INTERNAL_KEY } = openKeys({
    dataDir: config.DATA_DIR,
    env: { MASTER_KEY: config.MASTER_KEY, INTERNAL_KEY: config.INTERNAL_KEY },
    distributed: config.distributed,
    names: ['MASTER_KEY', 'INTERNAL_KEY'],
  });
  const log = createLogger({ name: 'invitations', level: config.LOG_LEVEL });
  const now = () => systemClock.now();
  const closers = createClosers(log);

  const { STORE_URL, EVENTS_URL, DATA_DIR: dataDir } = config;
  const store = await openStore({ url: STORE_URL, dataDir, name: 'invitations', collections, now });
  closers.add('store', () => store.close());
  const onError = (err: unknown) => log.warn({ err }, 'event log');
  const eventLog = await openEventLog({ url: EVENTS_URL, dataDir, now, onError });
  closers.add('event log', () => eventLog.close());
  const invitations = await start({
    config,
    log,
    store,
    eventLog,
    sealer: createSealer(MASTER_KEY),
    credentials: createCredentials(INTERNAL_KEY),
    clock: systemClock,
    processMetrics: true,
  });
  closers.add('invitations', () => invitations.close());

  const stop = async () => {
    await closers.closeAll(CLOSE_WITHIN_MS);
    log.flush();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const lines =
    error instanceof ConfigurationError ? error.faults : [`invitations cannot start: ${String(error)}`];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
});
