export type { EventContext, EventHandlers, HandlerResult } from '@gatehouse/consumers';
export type { EventOf, EventType, StateOf } from '@gatehouse/contracts';
export { type EventLog, EventLogError, type FailureLog, openEventLog } from '@gatehouse/event-log';
export {
  createSubscriber,
  type Subscriber,
  type SubscriberLog,
  type SubscriberOptions,
} from './create-subscriber.ts';
export { RetryLater } from './retry-later.ts';
