/**
 * Starts a new platform with the demo set and runs a command against it: GATEHOUSE_URL, CLIENT_ID and API_SECRET are in
 * its environment. Ends as the command does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readDemoState } from '@gatehouse/standalone/demo-state';
import { eventually } from '@gatehouse/testing';
import { platformProcess } from './platform-process.ts';

const [command = '', ...options] = process.argv.slice(2);
const platform = await platformProcess({ env: { DEMO_DATA: 'true' } });
try {
  const demo = await eventually(async () => {
    const state = readDemoState(platform.dataDir);
    if (state?.loaded !== true) throw new Error('the demo set is not loaded yet');
    return state;
  });
  const env = { GATEHOUSE_URL: platform.url, CLIENT_ID: demo.clientId, API_SECRET: demo.apiSecret };
  const child = spawn(command, options, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await platform.stop();
}
