/**
 * Starts the platform. Plain JavaScript, so that a start whose modules are compiled already loads no TypeScript compiler,
 * which would keep some 15 MB for as long as the process runs.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// The heap grows in small steps: memory stays near what is in use, for some more collections.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=10');
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
await import('./main.ts');
