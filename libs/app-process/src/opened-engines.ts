import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { type OpeningOptions, openWithRetries, prepareDataDir, systemClock } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
import { retryingLog } from './retrying-log.ts';

/** The engines' part of the environment. */
export interface EngineConfig {
  STORE_URL: string;
  EVENTS_URL: string;
  DATA_DIR: string;
}

const { now } = systemClock;

/** Checks `DATA_DIR` before an engine keeps a file there, so that the error names the variable. */
function prepare(url: string, dataDir: string): void {
  if (url === 'sqlite:') prepareDataDir(dataDir);
}

/** Opens the event log. Retries while its server is away, also at the first steps. `clientId` names this process to a shared engine. */
export async function openLogOf(
  { EVENTS_URL: url, DATA_DIR: dataDir }: Pick<EngineConfig, 'EVENTS_URL' | 'DATA_DIR'>,
  { clientId, ...opening }: OpeningOptions & { clientId?: string },
): Promise<EventLog> {
  prepare(url, dataDir);
  const logger = opening.log;
  const onError = (err: unknown) => logger.warn({ err }, 'the event log continues after a failure');
  const opened = await openWithRetries(
    'event log',
    () => openEventLog({ url, dataDir, now, onError, logger, clientId }),
    opening,
  );
  return retryingLog(opened, opening);
}

/** Opens the store of the service of that name. Retries while its server is away. */
export async function openStoreOf(
  { STORE_URL: url, DATA_DIR: dataDir }: Pick<EngineConfig, 'STORE_URL' | 'DATA_DIR'>,
  { name, collections }: { name: string; collections: readonly CollectionDeclaration<Document>[] },
  opening: OpeningOptions,
): Promise<Store> {
  prepare(url, dataDir);
  // Loaded here, so that an app without a store does not carry one.
  const { openStore } = await import('@gatehouse/store');
  return openWithRetries(
    `${name}'s store`,
    () => openStore({ url, dataDir, name, collections, now }),
    opening,
  );
}
