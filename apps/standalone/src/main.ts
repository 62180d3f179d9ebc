import {
  ConfigurationError,
  createLogger,
  favourMemory,
  openKeys,
  runProcess,
  standardError,
  systemClock,
} from '@gatehouse/runtime';
import { printBanner } from './banner.ts';
import { readConfig } from './config.ts';
import { isEmptyDataDir, readDemoState, writeDemoState } from './demo/demo-state.ts';
import { loadDemo } from './demo/load-demo.ts';
import { openEngines } from './engines.ts';
import { MIGRATION_FILE, readMigrationFile } from './migration-file.ts';
import { start } from './start.ts';

favourMemory();
await runProcess({
  name: 'standalone',
  readConfig,
  // Standard output is for the banner, log lines go to standard error.
  createLog: ({ LOG_LEVEL }) =>
    createLogger({ name: 'standalone', level: LOG_LEVEL, destination: standardError() }),
  async begin(config, { log, closers }) {
    const { DATA_DIR: dataDir, distributed } = config;
    if (!distributed) refuseMigrated(dataDir);
    if (config.DEMO_DATA && isEmptyDataDir(dataDir)) writeDemoState(dataDir, { loaded: false });
    const names = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;
    const keys = openKeys({ dataDir, distributed, env: config, names });
    const clock = systemClock;
    const engines = await openEngines(config, { log, closers });
    const logFor = (app: string) =>
      createLogger({ name: app, level: config.LOG_LEVEL, destination: standardError() });
    const { url, publicUrl } = await start({ config, keys, engines, clock, closers, logFor });

    let demo = readDemoState(dataDir);
    if (demo?.loaded === false) {
      demo = await loadDemo({ url, audience: config.AUDIENCE, operatorSecret: keys.OPERATOR_SECRET });
      writeDemoState(dataDir, demo);
    }
    const {
      AUDIENCE: audience,
      EMAIL_URL: emailUrl,
      OPERATOR_CONSOLE: operatorConsole,
      operatorSecretIn,
    } = config;
    const data = distributed ? undefined : dataDir;
    printBanner({ publicUrl, dataDir: data, operatorSecretIn, audience, emailUrl, operatorConsole, demo });
  },
});

/** Two platforms on the same data would both deliver its pending deliveries. */
function refuseMigrated(dataDir: string): void {
  const finishedAt = readMigrationFile(dataDir)?.finishedAt;
  if (finishedAt === undefined) return;
  throw new ConfigurationError([
    `what is in ${dataDir} was moved to MongoDB and Kafka at ${finishedAt}: to start from here all the same, delete ${MIGRATION_FILE} there`,
  ]);
}
