import type { logCreator } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { failureReason } from '../core/failure-reason.ts';

/** Of its levels, ERROR and WARN. */
const WARN = 2;

/** Each failed answer, attempt and connection is told as well, dozens a second in an outage; these say what came of it. */
const TELLING = new Set(['Consumer', 'ConsumerGroup', 'Runner']);

/** What kafkajs says of failures, to the log: ids and what it calls the matter, never what records hold. */
export function clientLog(log: FailureLog): logCreator {
  return () =>
    ({ namespace, level, log: { message, groupId, memberId, error } }) => {
      if (level > WARN || !TELLING.has(namespace)) return;
      const reason = typeof error === 'string' ? failureReason(new Error(error)) : undefined;
      const text = failureReason(new Error(String(message)));
      log.warn({ client: namespace, groupId, memberId, ...(reason !== undefined && { reason }) }, text);
    };
}
