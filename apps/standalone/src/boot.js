import { setFlagsFromString } from 'node:v8';
import { boot } from '@gatehouse/runtime/boot';

// Memory stays near what is in use, from the first module on: `favourMemory` has the same flag. The heap may grow by two fifths between collections: by less, they cost throughput.
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--heap-growing-percent=40');
await boot(() => import('./main.ts'));
