import type { logCreator } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { failureReason } from '../core/failure-reason.ts';

/** Of its levels, ERROR and WARN. */
const WARN = 2;

/** Others log each failed response, attempt and connection, dozens a second in an outage; these log what came of them. */
const LOGGED = new Set(['Consumer', 'ConsumerGroup', 'Runner']);

/** Logs the failures that kafkajs reports: ids and reasons, never what records hold. */
export function clientLog(log: FailureLog): logCreator {
  return () =>
    ({ namespace, level, log: { message, groupId, memberId, error } }) => {
      if (level > WARN || !LOGGED.has(namespace)) return;
      const reason = typeof error === 'string' ? failureReason(new Error(error)) : undefined;
      const text = failureReason(new Error(String(message)));
      log.warn({ client: namespace, groupId, memberId, ...(reason !== undefined && { reason }) }, text);
    };
}
