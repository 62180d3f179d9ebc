import { type Consumer, EventLogError } from '../port.ts';
import type { TopicFollower } from './topic-follower.ts';

/** One consumer over the followers of its topics, which go on independently. */
export function consumerOf(followers: readonly TopicFollower[]): Consumer {
  const allReached = async () => (await Promise.all(followers.map((each) => each.reachEnd()))).every(Boolean);
  const caughtUp = allReached().then((reached) => {
    if (!reached)
      throw new EventLogError('event log: consumer closed before it caught up', { retryable: true });
  });
  // Whoever does not wait for it must not be stopped by it.
  caughtUp.catch(() => {});
  return {
    caughtUp,
    async reachEnd(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, timeoutMs, false);
      });
      try {
        return await Promise.race([allReached(), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async lag() {
      return new Map(followers.map((each) => [each.topic, each.lag()]));
    },
    async close() {
      await Promise.all(followers.map((each) => each.stop()));
    },
  };
}
