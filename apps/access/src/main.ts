import { openEventLog } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import {
  ConfigurationError,
  createClosers,
  createLogger,
  createSealer,
  systemClock,
} from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

function configuration() {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Below the 12 s after which a process that was told to stop is gone. */
const CLOSE_WITHIN_MS = 11_000;

const { config, dataDir, storeUrl, eventsUrl, logLevel, masterKeys, internalKeys } = configuration();
const log = createLogger({ name: 'access', level: logLevel });
const closers = createClosers(log);
const { now } = systemClock;

try {
  const store = await openStore({ url: storeUrl, dataDir, name: 'access', collections, now });
  closers.add('store', () => store.close());
  const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
  const eventLog = await openEventLog({ url: eventsUrl, dataDir, now, onError });
  closers.add('event log', () => eventLog.close());
  const access = await start({
    config,
    log,
    store,
    eventLog,
    sealer: createSealer(masterKeys),
    clock: systemClock,
    credentials: createCredentials(internalKeys),
    processMetrics: true,
  });
  closers.add('access', () => access.close());
  log.info({ port: access.port }, 'access listens');
} catch (err) {
  log.fatal({ err }, 'access cannot start');
  await closers.closeAll();
  process.exitCode = 1;
}

async function stop(): Promise<void> {
  await closers.closeAll(CLOSE_WITHIN_MS);
  log.flush();
  process.exit();
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
