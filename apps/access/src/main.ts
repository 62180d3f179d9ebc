import { runBackend } from '@gatehouse/app-process';
import { createSealer } from '@gatehouse/runtime';
import { collections } from './collections.ts';
import { readConfig } from './config.ts';
import { start } from './start.ts';

/** Access as a process of its own. */
await runBackend({
  name: 'access',
  readConfig,
  collections,
  keys: ['MASTER_KEY'],
  start: ({ keys, ...given }) => start({ ...given, sealer: createSealer(keys.MASTER_KEY) }),
});
