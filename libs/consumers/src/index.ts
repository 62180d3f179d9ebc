export {
  type BatchHandler,
  batchConsumerOf,
  consumerOf,
  type EventContext,
  type EventHandlers,
  type HandlerResult,
} from './consumer-table.ts';
export { type LatestVersions, rememberVersions } from './latest-versions.ts';
