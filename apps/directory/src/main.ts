import { runService } from '@gatehouse/app-process';
import { readConfig } from './config.ts';
import { start } from './start.ts';
import { collections } from './stores/collections.ts';

/** The directory as a process of its own. */
await runService({
  name: 'directory',
  readConfig,
  collections,
  keys: [],
  start,
});
