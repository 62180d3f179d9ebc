/**
 * Preloaded into a platform under test (`node --import`): gives the process pid 1 and a host name that
 * other processes have too, as in containers.
 */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

Object.defineProperty(process, 'pid', { value: 1 });
os.hostname = () => 'gatehouse';
syncBuiltinESMExports();
