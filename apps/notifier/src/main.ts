import { runService } from '@gatehouse/app-process';
import { createSealer } from '@gatehouse/runtime';
import { collections } from './collections.ts';
import { readConfig } from './config.ts';
import { start } from './start.ts';

/** The notifier as a process of its own. */
await runService({
  name: 'notifier',
  readConfig,
  collections,
  keys: ['MASTER_KEY'],
  start(parts) {
    const { PUBLIC_URL, TLS_CERT, GATEWAY_PORT } = parts.config;
    const scheme = TLS_CERT === undefined ? 'http' : 'https';
    const publicUrl = PUBLIC_URL ?? `${scheme}://localhost:${GATEWAY_PORT}`;
    return start({ ...parts, publicUrl, sealer: createSealer(parts.keys.MASTER_KEY) });
  },
});
