export {
  type CopyProgress,
  copiedRecord,
  copyTopic,
  NOTHING_COPIED,
  type TopicCopy,
} from './core/copy-topic.ts';
export type { FailureLog } from './core/failure-log.ts';
export type { ParsedRecord } from './core/parsed-record.ts';
export { readToEnd } from './core/read-to-end.ts';
export { type Relay, type RelayOptions, relayLease, startRelay } from './core/relay.ts';
export { outboxAgeMs, type RelayBacklog } from './core/relay-backlog.ts';
export { type ReplicateOptions, replicate } from './core/replicate.ts';
export type { RetryOptions } from './core/retries.ts';
export {
  type HandleMany,
  type Outcome,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from './core/subscribe.ts';
export { digestTopic, type TopicDigest, type TopicDigestOptions } from './core/topic-digest.ts';
export {
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  isReplayable,
  isUnpublished,
  type OpenDeadLetter,
  parseDeadLetter,
} from './dead-letters/dead-letter.ts';
export {
  type DeadLetterAdmin,
  type DeadLetterAdminOptions,
  openDeadLetterAdmin,
  type ReplayOutcome,
} from './dead-letters/dead-letter-admin.ts';
export type { FoundDeadLetter } from './dead-letters/open-dead-letters.ts';
export { type KafkaEventLogOptions, openKafkaEventLog } from './kafka/kafka-event-log.ts';
export { type OpenEventLogOptions, openEventLog } from './open-event-log.ts';
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
export {
  openSqliteEventLog,
  type SqliteEventLog,
  type SqliteEventLogOptions,
} from './sqlite/sqlite-event-log.ts';
