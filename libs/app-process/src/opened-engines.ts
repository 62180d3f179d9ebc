import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { type OpeningOptions, openPatiently, prepareDataDir, systemClock } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
import { patientLog } from './patient-log.ts';

/** What the environment says of the engines. */
export interface EngineConfig {
  STORE_URL: string;
  EVENTS_URL: string;
  DATA_DIR: string;
}

const { now } = systemClock;

/** `DATA_DIR` is looked at first where a file is to be kept there: a faulty one is told by its name. */
function prepare(url: string, dataDir: string): void {
  if (url === 'sqlite:') prepareDataDir(dataDir);
}

/** Opens the event log, waiting where its server is not there yet, or away again at the first steps. `clientId`: what a shared engine calls this process. */
export async function openLogOf(
  { EVENTS_URL: url, DATA_DIR: dataDir }: Pick<EngineConfig, 'EVENTS_URL' | 'DATA_DIR'>,
  { clientId, ...opening }: OpeningOptions & { clientId?: string },
): Promise<EventLog> {
  prepare(url, dataDir);
  const logger = opening.log;
  const onError = (err: unknown) => logger.warn({ err }, 'the event log goes on after a failure');
  const opened = await openPatiently(
    'event log',
    () => openEventLog({ url, dataDir, now, onError, logger, clientId }),
    opening,
  );
  return patientLog(opened, opening);
}

/** Opens the store of the service of that name, waiting where its server is not there yet. */
export async function openStoreOf(
  { STORE_URL: url, DATA_DIR: dataDir }: Pick<EngineConfig, 'STORE_URL' | 'DATA_DIR'>,
  { name, collections }: { name: string; collections: readonly CollectionDeclaration<Document>[] },
  opening: OpeningOptions,
): Promise<Store> {
  prepare(url, dataDir);
  // Loaded here, so that an app without a store does not carry one.
  const { openStore } = await import('@gatehouse/store');
  return openPatiently(`${name}'s store`, () => openStore({ url, dataDir, name, collections, now }), opening);
}
