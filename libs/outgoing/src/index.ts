export {
  ADDRESS_NOT_ALLOWED,
  AddressNotAllowed,
  AnswerTooLong,
  CONNECTION_RESET,
  failureWords,
  NameNotFoundInTime,
  OutOfTime,
  wasNeverSent,
} from './failure-words.ts';
export {
  type GuardedConnections,
  type GuardOptions,
  guardedConnections,
  IDLE_MS,
} from './guarded-connections.ts';
export { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
export {
  createSubscriptionsApi,
  type HeldSubscription,
  type SubscriptionsAnswer,
  type SubscriptionsApi,
  type SubscriptionsApiOptions,
} from './subscriptions-api.ts';
