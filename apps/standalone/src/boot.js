import { setFlagsFromString } from 'node:v8';
import { boot } from '@gatehouse/runtime/boot';

// Keeps memory close to what is in use, from the first module on; `favourMemory` sets the same flag. The heap may grow by a quarter between collections: less costs throughput.
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--heap-growing-percent=25');
await boot(() => import('./main.ts'));
