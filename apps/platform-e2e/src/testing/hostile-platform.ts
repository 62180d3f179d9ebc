import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { appNames, portVariable } from '@gatehouse/contracts';
import { hostileEventLog } from '@gatehouse/event-log/testing';
import { createClosers, createLogger, openKeys, systemClock } from '@gatehouse/runtime';
import { readConfig } from '@gatehouse/standalone/config';
import { forEachBackend, openEngines } from '@gatehouse/standalone/engines';
import { start } from '@gatehouse/standalone/start';
import { type HostileStore, hostileStore } from '@gatehouse/store/testing';

/** The whole platform in this process, on engines that fail, repeat and reorder as far as their ports allow. */
export interface HostilePlatform {
  url: string;
  operatorSecret: string;
  /** All that it logged. */
  output(): string;
  /** How many failures its stores have injected. */
  injected(): number;
  close(): Promise<void>;
}

/** Starts it in a data directory of its own; the same failures for the same seed and the same calls. */
export async function hostilePlatform(seed: number): Promise<HostilePlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-hostile-'));
  const ports = appNames.map((app) => [portVariable(app), '0']);
  const config = readConfig({
    ...Object.fromEntries(ports),
    DATA_DIR: dataDir,
    DEMO_DATA: 'false',
    RATE_LIMIT_PER_MINUTE: '0',
    DELIVERY_SCHEDULE: '0,1,1,1,1,1,1,1',
  });
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logFor = (name: string) => createLogger({ name, level: 'debug', destination });
  const log = logFor('standalone');
  const closers = createClosers(log);
  const keys = openKeys({
    dataDir,
    distributed: false,
    env: config,
    names: ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'],
  });
  const engines = await openEngines(config, { log, closers });
  const stores: HostileStore[] = [];
  const { url } = await start({
    config,
    keys,
    clock: systemClock,
    closers,
    logFor,
    engines: {
      stores: await forEachBackend(({ name }) => {
        const store = hostileStore(engines.stores[name], { seed: `${seed}/${name}` });
        stores.push(store);
        return store;
      }),
      eventLog: hostileEventLog(engines.eventLog, { seed }),
    },
  });
  return {
    url,
    operatorSecret: keys.OPERATOR_SECRET,
    output: () => lines.join(''),
    injected: () =>
      stores.flatMap(({ injected }) => Object.values(injected)).reduce((sum, each) => sum + each, 0),
    async close() {
      await closers.closeAll(10_000);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
