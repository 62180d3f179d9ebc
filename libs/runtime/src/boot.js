import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * Loads a program and hears SIGTERM and SIGINT from before that on: the first process of a container does not get a
 * signal that it has no listener for, and loading takes a second or more on a slow machine. Until `runProcess` takes over nothing
 * is open, so the process just ends. Plain JavaScript, so that a start whose modules are compiled already loads no
 * TypeScript compiler, which would keep some 15 MB for as long as the process runs.
 *
 * @param {() => Promise<unknown>} load Imports the program.
 */
export async function boot(load) {
  const end = () => process.exit(0);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
  await load();
  // Written now, not only at an orderly end: a process that was killed is started again at once, and gains most from it.
  flushCompileCache();
}
