/** Runs the Postman collection against a new platform, and fails where one of its tests does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { platformProcess } from './platform-process.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const NEWMAN = createRequire(import.meta.url).resolve('newman/bin/newman.js');
const file = (kind: string) => join(ROOT, `postman/gatehouse.postman_${kind}.json`);

const platform = await platformProcess();
try {
  const variables = { baseUrl: platform.url, clientSecret: platform.operatorSecret };
  const newman = spawn(
    process.execPath,
    [
      '--no-deprecation',
      NEWMAN,
      'run',
      file('collection'),
      ...['--environment', file('environment')],
      ...Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]),
      ...['--reporters', 'cli', '--reporter-cli-no-banner', '--color', 'off', ...process.argv.slice(2)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = await once(newman, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await platform.stop();
}
