export { type OpeningFault, openingFault } from './opening-fault.ts';
export { openProcessLock, type ProcessLock } from './process-lock.ts';
