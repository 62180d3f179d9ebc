import { existsSync } from 'node:fs';
import {
  ConfigurationError,
  createLogger,
  isDistributed,
  keyFile,
  readEnvironment,
  runProcess,
  systemClock,
  variables,
} from '@gatehouse/runtime';
import { destination } from 'pino';
import { migrate } from './migration.ts';

const { DATA_DIR, STORE_URL, EVENTS_URL, LOG_LEVEL } = variables;
const KEYS = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;

/** A line of JSON on standard output, for who started this: `gatehouse migrate`. */
function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Carries the embedded platform in DATA_DIR to the engines that STORE_URL and EVENTS_URL name, and ends. */
await runProcess({
  name: 'migrate',
  readConfig(env) {
    const config = readEnvironment({ DATA_DIR, STORE_URL, EVENTS_URL, LOG_LEVEL }, env);
    const embedded = [
      ...(config.STORE_URL === 'sqlite:' ? ['STORE_URL is sqlite: it should be mongodb://host'] : []),
      ...(config.EVENTS_URL === 'sqlite:' ? ['EVENTS_URL is sqlite: it should be kafka://host:port'] : []),
    ];
    if (embedded.length > 0 || !isDistributed(env)) throw new ConfigurationError(embedded);
    return config;
  },
  createLog: ({ LOG_LEVEL: level }) =>
    createLogger({ name: 'migrate', level, destination: destination({ fd: 2, sync: true }) }),
  async begin({ DATA_DIR: dataDir, STORE_URL: storeUrl, EVENTS_URL: eventsUrl }, { log, closers }) {
    const report = await migrate({
      dataDir,
      target: { storeUrl, eventsUrl },
      log,
      closers,
      now: () => systemClock.now(),
      tell: (progress) => tell({ progress }),
    });
    const keys = KEYS.map((name) => ({ name, file: keyFile(dataDir, name) })).map(({ name, file }) => ({
      name,
      ...(existsSync(file) && { file }),
    }));
    tell({ report: { ...report, keys } });
    await closers.closeAll();
  },
});
