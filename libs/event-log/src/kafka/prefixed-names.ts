import type { Consumer, EventLog } from '../port.ts';

/**
 * The same log with all names (topics, groups, publishers) behind `<prefix>.`, so that several platforms share a
 * cluster and know nothing of each other.
 */
export function withPrefixedNames(log: EventLog, prefix: string): EventLog {
  const start = `${prefix}.`;
  const named = (name: string) => `${start}${name}`;
  const bare = (name: string) => name.slice(start.length);

  function bareLags(consumer: Consumer): Consumer {
    return {
      ...consumer,
      lag: async () => new Map([...(await consumer.lag())].map(([topic, lag]) => [bare(topic), lag])),
    };
  }

  return {
    ...log,
    ensureTopics: (declarations) =>
      log.ensureTopics(declarations.map((each) => ({ ...each, name: named(each.name) }))),
    async publisher(name) {
      const publisher = await log.publisher(named(name));
      return {
        ...publisher,
        publish: (records) =>
          publisher.publish(records.map((each) => ({ ...each, topic: named(each.topic) }))),
      };
    },
    async consume({ group, topics, handle, ...rest }) {
      const consumer = await log.consume({
        ...rest,
        ...(group !== undefined && { group: named(group) }),
        topics: topics.map(named),
        handle: (records) => handle(records.map((each) => ({ ...each, topic: bare(each.topic) }))),
      });
      return bareLags(consumer);
    },
  };
}
