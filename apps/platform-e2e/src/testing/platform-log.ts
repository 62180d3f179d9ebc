import { type EventLog, type LogRecord, openEventLog } from '@gatehouse/event-log';
import { eventually } from '@gatehouse/testing';
import { type Admin, Kafka, logLevel, Partitioners } from 'kafkajs';

const TOPIC_RESOURCE = 2;
/** Kafka's cleaner runs again after 15 s. */
const CLEANED_MS = 60_000;
const SEGMENT_MS = 1_000;
const FILLER = { key: 'filler', value: '{"type":"filler"}' };

/** An administrator's access to the platform's part of Kafka. Names are without the platform's prefix. */
export interface PlatformLog {
  /** Has topics compacted within seconds instead of days. */
  compactSoon(topics: readonly string[]): Promise<void>;
  /** Waits until a topic is compacted; gives the number of deleted records. */
  compacted(topic: string): Promise<number>;
  /** Appends to one partition each. */
  append(
    topic: string,
    records: readonly { partition: number; key: string; value: string | null }[],
  ): Promise<void>;
  partitionsOf(topic: string): Promise<number[]>;
  /** What the platform's own readers get, in order of each partition. */
  recordsOf(topic: string): Promise<LogRecord[]>;
  /** Each group's topics, of those that have committed anything. */
  groups(): Promise<Map<string, string[]>>;
  /** Deletes groups with their offsets. No member may run. */
  deleteGroups(groups: Iterable<string>): Promise<void>;
  /** Waits until groups have committed the end of their topics. */
  handledAll(groups: ReadonlyMap<string, readonly string[]>): Promise<void>;
  close(): Promise<void>;
}

/** Opens the Kafka of an `EVENTS_URL` that has a prefix. */
export async function openPlatformLog(eventsUrl: string): Promise<PlatformLog> {
  const { host, searchParams } = new URL(eventsUrl);
  const start = `${searchParams.get('prefix')}.`;
  const kafka = new Kafka({ brokers: [host], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  const log: EventLog = await openEventLog({ url: eventsUrl, dataDir: '', now: Date.now });

  async function recordsOf(topic: string): Promise<LogRecord[]> {
    const found: LogRecord[] = [];
    const reader = await log.consume({ topics: [topic], handle: async (some) => void found.push(...some) });
    await reader.caughtUp;
    await reader.close();
    return found.filter(({ key }) => key !== FILLER.key);
  }

  async function partitionsOf(topic: string): Promise<number[]> {
    return (await admin.fetchTopicOffsets(`${start}${topic}`)).map(({ partition }) => partition);
  }

  async function append(topic: string, records: Parameters<PlatformLog['append']>[1]): Promise<void> {
    await producer.send({ topic: `${start}${topic}`, messages: [...records] });
  }

  async function compacted(topic: string): Promise<number> {
    const before = (await recordsOf(topic)).length;
    return eventually(
      async () => {
        // The last segment is never compacted; a later record closes it.
        await append(
          topic,
          (await partitionsOf(topic)).map((partition) => ({ ...FILLER, partition })),
        );
        const keys = (await recordsOf(topic)).map(({ key }) => key);
        if (new Set(keys).size < keys.length) throw new Error(`${topic} still has older states`);
        return before - keys.length;
      },
      { timeoutMs: CLEANED_MS, intervalMs: SEGMENT_MS },
    );
  }

  return {
    recordsOf,
    append,
    partitionsOf,
    compacted,
    async compactSoon(topics) {
      const settings = {
        'cleanup.policy': 'compact',
        'segment.ms': String(SEGMENT_MS),
        'min.compaction.lag.ms': '0',
        'max.compaction.lag.ms': String(2 * SEGMENT_MS),
        'min.cleanable.dirty.ratio': '0.01',
      };
      const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
      const resources = topics.map((topic) => ({
        type: TOPIC_RESOURCE,
        name: `${start}${topic}`,
        configEntries,
      }));
      await admin.alterConfigs({ validateOnly: false, resources });
    },
    async groups() {
      const { groups } = await admin.listGroups();
      const own = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(start));
      const found = await Promise.all(
        own.map(async (groupId) => {
          const committed = await admin.fetchOffsets({ groupId });
          return [
            groupId.slice(start.length),
            committed.map(({ topic }) => topic.slice(start.length)),
          ] as const;
        }),
      );
      return new Map(found);
    },
    async deleteGroups(groups) {
      await admin.deleteGroups([...groups].map((group) => `${start}${group}`));
    },
    async handledAll(groups) {
      for (const [group, topics] of groups) {
        for (const topic of topics)
          await eventually(() => handled(admin, `${start}${group}`, `${start}${topic}`), {
            timeoutMs: CLEANED_MS,
            intervalMs: 100,
          });
      }
    },
    async close() {
      await Promise.all([admin.disconnect(), producer.disconnect(), log.close()]);
    },
  };
}

async function handled(admin: Admin, groupId: string, topic: string): Promise<void> {
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]),
  );
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  for (const { partition, offset } of committed?.partitions ?? []) {
    const end = ends.get(partition);
    if (end !== '0' && end !== offset)
      throw new Error(`${groupId} is at ${offset} of ${end} in ${topic} ${partition}`);
  }
}
