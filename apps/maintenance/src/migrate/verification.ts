import { backendNames } from '@gatehouse/contracts';
import { digestTopic } from '@gatehouse/event-log';
import type { Engines, StoreLayout } from '@gatehouse/standalone/engines';
import { digestCollection } from '@gatehouse/store';
import type { OnProgress } from '../offline/progress.ts';
import { OfflineRefusal } from '../offline/refusal.ts';
import { asCarried, LOG_TOPICS } from './log-topics.ts';

/** What is equal on both sides. */
export interface Comparison {
  collections: { store: string; collection: string; documents: number; digest: string }[];
  topics: { topic: string; keys: number; digest: string }[];
}

const DAY_MS = 86_400_000;
/** A log deletes in segments of up to a day, so records close to their end may be gone on one side only. */
const NEARLY_DUE_MS = 2 * DAY_MS;

export interface Sides {
  layout: StoreLayout;
  source: Engines;
  target: Engines;
  now: () => number;
  onProgress: OnProgress;
}

/** Reads and compares both sides; rejects with an OfflineRefusal that names the differences. */
export async function compareSides({ layout, source, target, now, onProgress }: Sides): Promise<Comparison> {
  const differing: string[] = [];
  const comparison: Comparison = { collections: [], topics: [] };
  const parts = backendNames.reduce((sum, name) => sum + layout[name].length, LOG_TOPICS.length);
  const compared = (of: string, same: boolean) => {
    if (!same) differing.push(of);
    const done = comparison.collections.length + comparison.topics.length;
    onProgress({ step: 'comparison', of, done, total: parts });
  };

  for (const store of backendNames) {
    for (const declaration of layout[store]) {
      const collection = declaration.name;
      const [mine, theirs] = await Promise.all(
        [source, target].map((side) => digestCollection(side.stores[store].transfer(declaration))),
      );
      if (mine !== undefined) comparison.collections.push({ store, collection, ...mine });
      compared(`${store}.${collection}`, mine?.digest === theirs?.digest);
    }
  }
  for (const { name: topic, retentionMs } of LOG_TOPICS) {
    const since = retentionMs === undefined ? 0 : now() - retentionMs + NEARLY_DUE_MS;
    const [mine, theirs] = await Promise.all([
      digestTopic({ log: source.eventLog, topic, since, readAs: asCarried }),
      digestTopic({ log: target.eventLog, topic, since }),
    ]);
    comparison.topics.push({ topic, ...mine });
    compared(topic, mine.digest === theirs.digest);
  }
  if (differing.length === 0) return comparison;
  throw new OfflineRefusal(
    `Not equal on both sides: ${differing.join(', ')}. Was one of them in use? Run this again.`,
  );
}
