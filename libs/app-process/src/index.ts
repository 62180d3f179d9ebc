export { createLogMetrics, type LogMetrics } from './log-metrics.ts';
export type { AppManifest, RunningApp, ServiceDependencies, ServiceManifest } from './manifest.ts';
export { type EngineConfig, openLogOf, openStoreOf } from './opened-engines.ts';
export { publicUrlOf } from './public-url.ts';
export { type Published, whenPublished } from './published.ts';
export { readyOnceCaughtUp } from './readiness.ts';
export { runService, type ServiceConfig, type ServiceDeclaration } from './run-service.ts';
export { type StartedParts, type Subscribe, startService } from './start-service.ts';
