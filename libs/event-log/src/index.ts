export { type CopiedSoFar, carriedRecord, copyTopic, NOTHING_COPIED, type TopicCopy } from './copy-topic.ts';
export {
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  isUnpublished,
  type OpenLetter,
  parseDeadLetter,
} from './dead-letter.ts';
export {
  type DeadLetterDesk,
  type DeadLetterDeskOptions,
  openDeadLetterDesk,
  type ReplayOutcome,
} from './dead-letter-desk.ts';
export type { FailureLog } from './failure-log.ts';
export { handledTogether } from './handled-together.ts';
export { type KafkaEventLogOptions, openKafkaEventLog } from './kafka/kafka-event-log.ts';
export { type OpenEventLogOptions, openEventLog } from './open-event-log.ts';
export type { FoundLetter } from './open-letters.ts';
export type { ParsedRecord } from './parsed-record.ts';
export {
  type ConsumeOptions,
  type Consumer,
  type EventLog,
  EventLogError,
  type LogRecord,
  type OutgoingRecord,
  type Publisher,
  RecordsTooLarge,
  type TopicDeclaration,
} from './port.ts';
export { readToEnd } from './read-to-end.ts';
export { type Relay, type RelayBacklog, type RelayOptions, relayLease, startRelay } from './relay.ts';
export { type ReplicateOptions, replicate } from './replicate.ts';
export type { RetryOptions } from './retries.ts';
export {
  openSqliteEventLog,
  type SqliteEventLog,
  type SqliteEventLogOptions,
} from './sqlite/sqlite-event-log.ts';
export {
  type HandleMany,
  type Outcome,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from './subscribe.ts';
export { digestTopic, type TopicDigest, type TopicDigestOptions } from './topic-digest.ts';
