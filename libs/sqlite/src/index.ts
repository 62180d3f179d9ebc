export { openDatabase, relaxedly, transaction } from './database.ts';
export { type EngineFailure, engineFailure, isBusy, refusingIndex } from './engine-failure.ts';
export { type OpeningFault, openingFault } from './opening-fault.ts';
export { openProcessLock, type ProcessLock } from './process-lock.ts';
export { RETRY_LIMIT_MS, retryDelayMs, retryOnBusy } from './retry-on-busy.ts';
export { isTurnLong, yieldIfLong } from './yield.ts';
