/**
 * Starts the platform. Plain JavaScript, so that a start whose modules are compiled already loads no TypeScript compiler,
 * which would keep some 15 MB for as long as the process runs.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// Collections that keep memory near what is in use, for no more of the processor's time than without.
setFlagsFromString('--optimize-for-size');
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
await import('./main.ts');
// Kept now, and not only at an orderly end: whoever kills the process starts it again just then.
flushCompileCache();
