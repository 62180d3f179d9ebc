import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { EventLogError, type TopicDeclaration } from '../port.ts';
import type { OpenClient } from './client.ts';
import { isUnknownTopic } from './failure.ts';
import { judgeSettings, topicSettings } from './topic-settings.ts';
import { ADMIN_LIMIT_MS, settingsOf, withAdmin } from './with-admin.ts';

const POLL_MS = 50;

export interface TopicsOptions {
  openClient: OpenClient;
  /** The most consumers of a group that share a topic. It cannot change later: keys would change their partition. */
  partitions: number;
  /** Absent: the broker's default. */
  replicationFactor?: number | undefined;
  minInSync?: number | undefined;
  logger?: FailureLog | undefined;
}

/**
 * Makes the topics that are missing and judges those that are there. Resolves once each has leaders; any number of
 * processes may do so at once.
 */
export async function ensureTopics(
  { openClient, partitions, replicationFactor, minInSync, logger }: TopicsOptions,
  declarations: readonly TopicDeclaration[],
): Promise<void> {
  const declared = [...new Map(declarations.map((each) => [each.name, each])).values()];
  if (declared.length === 0) return;
  const names = declared.map(({ name }) => name);
  await withAdmin(openClient, 'making the topics', ensure);

  async function ensure(admin: Admin): Promise<void> {
    const existing = new Set(await admin.listTopics());
    const missing = declared.filter(({ name }) => !existing.has(name));
    if (missing.length > 0) {
      // Resolves to false where another process was first.
      await admin.createTopics({
        waitForLeaders: false,
        timeout: ADMIN_LIMIT_MS,
        topics: missing.map((declaration) => ({
          topic: declaration.name,
          numPartitions: partitions,
          ...(replicationFactor !== undefined && { replicationFactor }),
          configEntries: Object.entries(topicSettings(declaration, minInSync)).map(([name, value]) => ({
            name,
            value,
          })),
        })),
      });
    }
    await untilLed(admin);
    await judge(admin);
  }

  async function untilLed(admin: Admin): Promise<void> {
    const deadline = performance.now() + ADMIN_LIMIT_MS;
    while (!(await areLed(admin))) {
      if (performance.now() > deadline) {
        throw new EventLogError('event log: topics have no leaders', { retryable: true });
      }
      await delay(POLL_MS);
    }
  }

  async function areLed(admin: Admin): Promise<boolean> {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      return topics.every(
        (topic) => topic.partitions.length > 0 && topic.partitions.every(({ leader }) => leader >= 0),
      );
    } catch (error) {
      // Some brokers know a new topic later than others.
      if (isUnknownTopic(error)) return false;
      throw error;
    }
  }

  async function judge(admin: Admin): Promise<void> {
    const settings = await settingsOf(admin, names);
    const faults: string[] = [];
    for (const declaration of declared) {
      const { fault, warning } = judgeSettings(declaration, settings.get(declaration.name) ?? new Map());
      if (fault !== undefined) faults.push(`${declaration.name}: ${fault}`);
      if (warning !== undefined)
        logger?.warn({ topic: declaration.name, warning }, 'topic is not as declared');
    }
    if (faults.length > 0) throw new EventLogError(`event log: ${faults.join('; ')}`, { retryable: false });
  }
}
