import pTimeout from 'p-timeout';
import { type Consumer, EventLogError } from '../port.ts';
import type { TopicFollower } from './topic-follower.ts';

/** One consumer over the followers of its topics, each of which goes on by itself. */
export function consumerOf(followers: readonly TopicFollower[]): Consumer {
  const allReached = async () => (await Promise.all(followers.map((each) => each.reachEnd()))).every(Boolean);
  const caughtUp = allReached().then((reached) => {
    if (!reached)
      throw new EventLogError('event log: consumer closed before it caught up', { retryable: true });
  });
  // It must be no unhandled rejection where nobody waits for it.
  caughtUp.catch(() => {});
  return {
    caughtUp,
    reachEnd: (timeoutMs) => pTimeout(allReached(), { milliseconds: timeoutMs, fallback: () => false }),
    async lag() {
      return new Map(followers.map((each) => [each.topic, each.lag()]));
    },
    async close() {
      await Promise.all(followers.map((each) => each.stop()));
    },
  };
}
