import { publicUrlOf, runBackend } from '@gatehouse/app-process';
import { createSealer } from '@gatehouse/runtime';
import { collections } from './collections.ts';
import { readConfig } from './config.ts';
import { start } from './start.ts';

/** The notifier as a process of its own. */
await runBackend({
  name: 'notifier',
  readConfig,
  collections,
  keys: ['MASTER_KEY'],
  start: ({ keys, ...given }) =>
    start({ ...given, publicUrl: publicUrlOf(given.config), sealer: createSealer(keys.MASTER_KEY) }),
});
