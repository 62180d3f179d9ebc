/**
 * Starts the platform. Plain JavaScript, so that a start whose modules are compiled already loads no TypeScript compiler,
 * which would keep some 15 MB for as long as the process runs.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// Memory stays near what is in use, from the first module on: `favourMemory` has the same flag. The heap may grow by two fifths between collections: by less, they cost throughput.
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--heap-growing-percent=40');
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
await import('./main.ts');
// Kept now, and not only at an orderly end: whoever kills the process starts it again just then.
flushCompileCache();
