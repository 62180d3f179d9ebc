export { type Followed, type Lag, lagOf } from './followed.ts';
export { createLogMetrics, type LogMetrics } from './log-metrics.ts';
export type { AppManifest, BackendDependencies, BackendManifest, RunningApp } from './manifest.ts';
export { type EngineConfig, openLogOf, openStoreOf } from './opened-engines.ts';
export { publicUrlOf } from './public-url.ts';
export { type Published, whenPublished } from './published.ts';
export { readyOnceCaughtUp } from './readiness.ts';
export { type BackendConfig, type BackendDeclaration, runBackend } from './run-backend.ts';
export { type StartedParts, type Subscribe, startBackend } from './start-backend.ts';
