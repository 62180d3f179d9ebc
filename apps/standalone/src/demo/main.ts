import { readEnvironment, runProcess, standardOutput, variables } from '@gatehouse/runtime';
import { demoLinesOf } from './demo-lines.ts';
import { readDemoState, writeDemoState } from './demo-state.ts';
import { isDemoLoaded, loadDemo } from './load-demo.ts';

const { OPERATOR_SECRET, AUDIENCE, PUBLIC_URL, DATA_DIR, LOG_LEVEL } = variables;

/**
 * Loads the demo set into a platform of separate processes, through its gateway, shows the demo client's credentials, and
 * ends. A set that exists is not changed; its credentials are shown again from DATA_DIR.
 */
await runProcess({
  name: 'demo',
  // The operator's secret is required: this process has no keys of its own.
  readConfig: (env) =>
    readEnvironment(
      {
        GATEHOUSE_URL: { ...PUBLIC_URL, absent: () => 'required' as const },
        OPERATOR_SECRET: { ...OPERATOR_SECRET, absent: () => 'required' as const },
        ...{ PUBLIC_URL, AUDIENCE, DATA_DIR, LOG_LEVEL },
      },
      env,
    ),
  async begin(config, { log }) {
    const { GATEHOUSE_URL: url = '', OPERATOR_SECRET: operatorSecret = '', AUDIENCE: audience } = config;
    const { DATA_DIR: dataDir } = config;
    const target = { url, operatorSecret, audience };
    const isLoaded = await isDemoLoaded(target);
    const kept = isLoaded ? readDemoState(dataDir) : undefined;
    if (isLoaded && kept?.loaded !== true) {
      log.info(
        { dataDir },
        'the demo set is there, its API secret is not kept here: gatehouse service rotate',
      );
      return;
    }
    const demo = kept?.loaded === true ? kept : await loadDemo(target);
    writeDemoState(dataDir, demo);
    const lines = demoLinesOf({ publicUrl: config.PUBLIC_URL ?? url, audience, demo });
    standardOutput().write(`${lines.join('\n')}\n`);
  },
});
