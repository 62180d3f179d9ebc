import { readEnvironment, runProcess, variables } from '@gatehouse/runtime';
import { demoLinesOf } from '../banner.ts';
import { isDemoLoaded, loadDemo } from './load-demo.ts';

const { OPERATOR_SECRET, AUDIENCE, PUBLIC_URL, LOG_LEVEL } = variables;

/** Loads the demo set into a platform of separate processes, through its gateway, and ends. Loaded before, nothing changes. */
await runProcess({
  name: 'demo',
  // The operator's secret is required: nothing is kept here.
  readConfig: (env) =>
    readEnvironment(
      {
        GATEHOUSE_URL: { ...PUBLIC_URL, absent: () => 'required' as const },
        OPERATOR_SECRET: { ...OPERATOR_SECRET, absent: () => 'required' as const },
        ...{ PUBLIC_URL, AUDIENCE, LOG_LEVEL },
      },
      env,
    ),
  async begin(config, { log }) {
    const { GATEHOUSE_URL: url = '', OPERATOR_SECRET: operatorSecret = '', AUDIENCE: audience } = config;
    const target = { url, operatorSecret, audience };
    if (await isDemoLoaded(target)) {
      log.info('the demo set is there');
      return;
    }
    const demo = await loadDemo(target);
    const lines = demoLinesOf({ publicUrl: config.PUBLIC_URL ?? url, audience, demo });
    process.stdout.write(`${lines.join('\n')}\n`);
  },
});
