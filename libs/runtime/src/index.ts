export { type Clock, systemClock } from './clock.ts';
export { type Closers, createClosers } from './closers.ts';
export { prepareDataDir } from './environment/data-dir.ts';
export {
  type EmailTarget,
  type NotifyTarget,
  readEmailUrl,
  type SmtpTarget,
} from './environment/email-url.ts';
export { isLoopback } from './environment/is-loopback.ts';
export { type KeyName, type Keys, keyFile, type OpenKeysOptions, openKeys } from './environment/keys.ts';
export {
  ConfigurationError,
  type EnvironmentTexts,
  isDistributed,
  readEnvironment,
} from './environment/read-environment.ts';
export type { Notice, Setting, Variables } from './environment/variable.ts';
export {
  engineVariables,
  identityVariables,
  portVariables,
  urlVariables,
  variables,
} from './environment/variables.ts';
export { favourMemory, favourSpeed, whileFavouringSpeed } from './favour-memory.ts';
export { createHealth, type Health } from './health.ts';
export { canonicalId, idFrom, newId, timedIdFrom } from './ids.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { onceWritten } from './once-written.ts';
export {
  type OpeningOptions,
  openWithRetries,
  type RetryUntilOpenOptions,
  retryUntilOpen,
} from './opening.ts';
export { type Output, standardError, standardOutput } from './output.ts';
export { type PerMinute, perMinute } from './per-minute.ts';
export { PlainError } from './plain-error.ts';
export { type ProcessConfig, type ProcessDeclaration, runProcess } from './run-process.ts';
export { createSealer, type Sealer } from './sealing.ts';
export { createTicker, type Ticker } from './ticker.ts';
export { lookUpUntil } from './waiting.ts';
