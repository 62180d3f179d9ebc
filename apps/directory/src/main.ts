import { runBackend } from '@gatehouse/app-process';
import { collections } from './collections.ts';
import { readConfig } from './config.ts';
import { start } from './start.ts';

/** The directory as a process of its own. */
await runBackend({
  name: 'directory',
  readConfig,
  collections,
  keys: [],
  start,
});
