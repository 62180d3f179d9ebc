export { createLogMetrics, type LogMetrics } from './log-metrics.ts';
export { type EngineConfig, openLogOf, openStoreOf } from './opened-engines.ts';
export { type Published, whenPublished } from './published.ts';
export { readyOnceCaughtUp } from './readiness.ts';
export { runService, type ServiceConfig, type ServiceDeclaration, type ServiceParts } from './run-service.ts';
export { type ServiceRelayOptions, startServiceRelay } from './start-service-relay.ts';
