import { boot } from '@gatehouse/runtime/boot';

await boot(() => import('./main.ts'));
