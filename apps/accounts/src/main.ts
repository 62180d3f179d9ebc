import { publicUrlOf, runBackend } from '@gatehouse/app-process';
import { createSealer } from '@gatehouse/runtime';
import { readConfig } from './config.ts';
import { manifest } from './manifest.ts';

const { name, collections, start } = manifest;

/** Accounts as a process of its own. */
await runBackend({
  name,
  readConfig,
  collections,
  keys: ['MASTER_KEY'],
  start: ({ keys, ...given }) =>
    start({ ...given, publicUrl: publicUrlOf(given.config), sealer: createSealer(keys.MASTER_KEY) }),
});
