import pTimeout from 'p-timeout';
import { caughtUpOf } from '../core/engine-calls.ts';
import type { Consumer } from '../port.ts';
import type { TopicFollower } from './topic-follower.ts';

/** One consumer over the followers of its topics, each of which goes on by itself. */
export function consumerOf(followers: readonly TopicFollower[]): Consumer {
  const allReached = async () => (await Promise.all(followers.map((each) => each.reachEnd()))).every(Boolean);
  return {
    caughtUp: caughtUpOf(allReached()),
    reachEnd: (timeoutMs) => pTimeout(allReached(), { milliseconds: timeoutMs, fallback: () => false }),
    async lag() {
      return new Map(followers.map((each) => [each.topic, each.lag()]));
    },
    async close() {
      await Promise.all(followers.map((each) => each.stop()));
    },
  };
}
