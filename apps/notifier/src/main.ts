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

const CLOSE_WITHIN_MS = 11_800;

/** The notifier as a process of its own. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { MASTER_KEY, INTERNAL_KEY } = openKeys({
    dataDir: config.DATA_DIR,
    env: { MASTER_KEY: config.MASTER_KEY, INTERNAL_KEY: config.INTERNAL_KEY },
    distributed: config.distributed,
    names: ['MASTER_KEY', 'INTERNAL_KEY'],
  });
  const log = createLogger({ name: 'notifier', level: config.LOG_LEVEL });
  const now = () => systemClock.now();
  const closers = createClosers(log);

  const store = await openStore({
    url: config.STORE_URL,
    dataDir: config.DATA_DIR,
    name: 'notifier',
    collections,
    now,
  });
  closers.add('store', () => store.close());
  const eventLog = await openEventLog({
    url: config.EVENTS_URL,
    dataDir: config.DATA_DIR,
    now,
    onError: (err) => log.warn({ err }, 'event log'),
  });
  closers.add('event log', () => eventLog.close());
  const scheme = config.TLS_CERT === undefined ? 'http' : 'https';
  const notifier = await start({
    config,
    log,
    store,
    eventLog,
    sealer: createSealer(MASTER_KEY),
    credentials: createCredentials(INTERNAL_KEY),
    clock: systemClock,
    publicUrl: config.PUBLIC_URL ?? `${scheme}://localhost:${config.GATEWAY_PORT}`,
    processMetrics: true,
  });
  closers.add('notifier', () => notifier.close());

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
    error instanceof ConfigurationError ? error.faults : [`notifier cannot start: ${String(error)}`];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
});
