import { openKeys, readEnvironment, runProcess, variables } from '@gatehouse/runtime';

const { DATA_DIR, LOG_LEVEL } = variables;

/** Makes the keys that DATA_DIR lacks, and ends. Separate processes are then given the keys as files. */
await runProcess({
  name: 'keys',
  readConfig: (env) => readEnvironment({ DATA_DIR, LOG_LEVEL }, env),
  async begin({ DATA_DIR: dataDir }, { log }) {
    const names = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;
    openKeys({ dataDir, env: {}, distributed: false, names });
    log.info({ dataDir }, 'keys are there');
  },
});
