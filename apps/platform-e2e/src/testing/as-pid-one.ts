/**
 * Preloaded into a platform under test (`node --import`): the process is pid 1 of a host that others are also called,
 * as a container's is.
 */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

Object.defineProperty(process, 'pid', { value: 1 });
os.hostname = () => 'gatehouse';
syncBuiltinESMExports();
