import { createCredentials } from '@gatehouse/http';
import {
  type KeyName,
  type Keys,
  type OpenKeysOptions,
  openKeys,
  type ProcessConfig,
  type ProcessDeclaration,
  runProcess,
  systemClock,
} from '@gatehouse/runtime';
import type { CollectionDeclaration, Document } from '@gatehouse/store';
import type { BackendDependencies, RunningApp } from './manifest.ts';
import { type EngineConfig, openLogOf, openStoreOf } from './opened-engines.ts';

/** What every service reads of the environment, the keys as far as it gives them. */
export type BackendConfig = EngineConfig &
  OpenKeysOptions<KeyName>['env'] &
  ProcessConfig & { distributed: boolean };

export interface BackendDeclaration<C extends BackendConfig, N extends KeyName> {
  /** Of its store, its log lines and its part in a shared log. */
  name: string;
  readConfig: ProcessDeclaration<C>['readConfig'];
  collections: readonly CollectionDeclaration<Document>[];
  /** Which of the platform's keys it needs. */
  keys: readonly N[];
  /** Store and log stay open until what it answers is closed. */
  start: (
    dependencies: Omit<BackendDependencies<C>, 'sealer' | 'publicUrl'> & { keys: Pick<Keys, N> },
  ) => Promise<RunningApp>;
}

/** A service as a process of its own, from its environment to its end: see `runProcess`. */
export function runBackend<C extends BackendConfig, N extends KeyName>(
  declaration: BackendDeclaration<C, N>,
): Promise<void> {
  const { name, readConfig, collections, start } = declaration;
  return runProcess({
    name,
    readConfig,
    async begin(config, { log, closers }) {
      const { DATA_DIR: dataDir, distributed } = config;
      const names = ['INTERNAL_KEY' as const, ...declaration.keys];
      const keys = openKeys({ dataDir, distributed, env: config, names });
      const opening = { log, closers };
      const store = await openStoreOf(config, { name, collections }, opening);
      const eventLog = await openLogOf(config, { clientId: `gatehouse-${name}`, ...opening });
      const service = await start({
        config,
        log,
        store,
        eventLog,
        keys,
        credentials: createCredentials(keys.INTERNAL_KEY),
        clock: systemClock,
        processMetrics: true,
      });
      closers.add(name, () => service.close());
    },
  });
}
