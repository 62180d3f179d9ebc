import type { TopicDeclaration } from '../port.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Every record stays at least this long. */
const LEAST_AGE_MS = DAY_MS;
/** Compaction begins at this age, so that it has ended a day later. */
const MOST_AGE_MS = 6 * DAY_MS;

/** The settings of a new topic, by Kafka's names. */
export function topicSettings(
  { retentionMs }: TopicDeclaration,
  minInSync: number | undefined,
): Record<string, string> {
  const settings: Record<string, string> = {
    'cleanup.policy': 'compact',
    'min.compaction.lag.ms': String(LEAST_AGE_MS),
    'max.compaction.lag.ms': String(MOST_AGE_MS),
    ...(minInSync !== undefined && { 'min.insync.replicas': String(minInSync) }),
  };
  if (retentionMs === undefined) return settings;
  // Kafka deletes whole segments, once the youngest record is old enough; the oldest may be older by a segment's time.
  const segmentMs = Math.max(HOUR_MS, Math.min(DAY_MS, Math.floor(retentionMs / 10)));
  return {
    ...settings,
    'cleanup.policy': 'compact,delete',
    'segment.ms': String(segmentMs),
    'retention.ms': String(Math.max(retentionMs - segmentMs, segmentMs)),
  };
}

/** The smallest limit that a topic may have. Most events are far smaller, so only exceptions become dead letters. */
const LEAST_MESSAGE_BYTES = 64 * 1024;

/** The verdict on a topic that exists already. */
export interface TopicFinding {
  /** Records would be lost, or kept for ever: nobody may work with it. */
  fault?: string;
  /** It works, but not as declared. */
  warning?: string;
}

/** Judges a topic's settings. They are never changed, since an operator may have set them on purpose. */
export function judgeSettings(
  { retentionMs }: TopicDeclaration,
  settings: ReadonlyMap<string, string>,
): TopicFinding {
  const policies = (settings.get('cleanup.policy') ?? '').split(',').map((policy) => policy.trim());
  const policy = policies.join(',');
  if (!policies.includes('compact')) {
    return { fault: `cleanup.policy is ${policy}; without compact an entity's last state would be deleted` };
  }
  const bytes = Number(settings.get('max.message.bytes') ?? LEAST_MESSAGE_BYTES);
  if (bytes < LEAST_MESSAGE_BYTES) {
    return {
      fault:
        `max.message.bytes is ${bytes}; it must be ${LEAST_MESSAGE_BYTES} or more, or events would not fit: ` +
        "raise it for the topic, or the brokers' message.max.bytes where the topic sets none",
    };
  }
  const deletes = policies.includes('delete');
  if (deletes && retentionMs === undefined) {
    return {
      fault: `cleanup.policy is ${policy}; it must be compact alone, or last states would be deleted`,
    };
  }
  if (!deletes && retentionMs !== undefined) {
    return { warning: `cleanup.policy is ${policy}; with delete, records would go at their age` };
  }
  const kept = Number(settings.get('retention.ms') ?? retentionMs);
  if (retentionMs !== undefined && (kept < 0 || kept > retentionMs)) {
    return { warning: 'retention.ms is longer than declared' };
  }
  return {};
}
