export type { EventOf, EventType, StateOf } from '@gatehouse/contracts';
export { type EventLog, EventLogError, type FailureLog, openEventLog } from '@gatehouse/event-log';
export {
  type BatchHandler,
  batchConsumerOf,
  consumerOf,
  type EventContext,
  type EventHandlers,
  type HandlerResult,
} from './consumer-table.ts';
export {
  createSubscriber,
  type Subscriber,
  type SubscriberLog,
  type SubscriberOptions,
} from './create-subscriber.ts';
export { RetryLater } from './retry-later.ts';
