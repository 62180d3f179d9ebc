import type { logCreator } from 'kafkajs';
import type { FailureLog } from '../failure-log.ts';
import { failureReason } from '../failure-reason.ts';

/** Of its levels, ERROR and WARN. */
const WARN = 2;

/** Each answer that is an error, ordinary ones as "the group is rebalancing" too; what matters of them is told again above. */
const CHATTY = new Set(['Connection', 'RequestQueue']);

/** What kafkajs says of failures, to the log: ids and what it calls the matter, never what records hold. */
export function clientLog(log: FailureLog): logCreator {
  return () =>
    ({ namespace, level, log: { message, groupId, memberId, error } }) => {
      if (level > WARN || CHATTY.has(namespace)) return;
      const reason = typeof error === 'string' ? failureReason(new Error(error)) : undefined;
      const text = failureReason(new Error(String(message)));
      log.warn({ client: namespace, groupId, memberId, ...(reason !== undefined && { reason }) }, text);
    };
}
