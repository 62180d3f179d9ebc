export { openProcessLock, type ProcessLock } from './process-lock.ts';
