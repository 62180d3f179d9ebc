import { type EngineConfig, openLogOf } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { type RestoreCount, restoreEntities } from '@gatehouse/entities';
import { requestRebuild } from '@gatehouse/read-models';
import { type Closers, type Logger, newId } from '@gatehouse/runtime';
import { services } from '@gatehouse/standalone/apps';
import { openStores, type Stores } from '@gatehouse/standalone/engines';
import { holdRelays } from '../offline/held-relays.ts';
import type { TellProgress } from '../offline/progress.ts';
import { OfflineRefusal } from '../offline/refusal.ts';
import { storeLayout } from '../offline/store-layout.ts';
import { type OthersKnow, RESTORABLE_KINDS, whatOthersKnow } from './what-others-know.ts';

export interface RestorationParts {
  config: EngineConfig;
  log: Logger;
  closers: Closers;
  now: () => number;
  tell: TellProgress;
}

export interface RestorationReport {
  entities: ({ store: string; collection: string } & RestoreCount)[];
  /** Read models that are rebuilt once the platform is started. */
  rebuilds: string[];
}

/**
 * Makes one truth of stores that were put back from backups of different moments: each store stands, and tells all of it
 * again at higher versions than anybody has heard; what only others know is told to be gone. The platform stands still
 * meanwhile. Cut off, it is run again. Rejects with OfflineRefusal where it cannot be begun.
 */
export async function restore(parts: RestorationParts): Promise<RestorationReport> {
  const { config, log, closers, now, tell } = parts;
  const opening = { log, closers };
  const layout = await storeLayout(config, opening);
  const stores = await openStores(config, opening, layout);
  const held = await holdRelays('The platform', stores, `restore.${newId()}`);
  closers.add('relays', () => held.release());
  const eventLog = await openLogOf(config, opening);
  await eventLog.ensureTopics(Object.values(topics));

  const names = Object.values(topics).map(({ name }) => name);
  const others = await whatOthersKnow({ stores, layout, log: eventLog, topics: names, tell });
  await refuseMissing(stores, others);
  const report: RestorationReport = { entities: [], rebuilds: [] };
  const correlationId = `restore-${newId()}`;
  for (const [done, { store, kind }] of RESTORABLE_KINDS.entries()) {
    const { type, collection } = kind;
    const count = await restoreEntities({
      store: stores[store],
      kind,
      ahead: others.ahead.get(type) ?? new Map(),
      floor: others.floor,
      correlationId,
      now,
    });
    report.entities.push({ store, collection: collection.name, ...count });
    held.confirm();
    tell({
      step: 'documents',
      of: `${store}.${collection.name}`,
      done: done + 1,
      total: RESTORABLE_KINDS.length,
    });
  }
  for (const { name, readModels, afterRestore } of services) {
    await afterRestore?.(stores[name], now);
    for (const model of readModels) {
      await requestRebuild(stores[name], model, now);
      report.rebuilds.push(model.name);
    }
  }
  held.confirm();
  return report;
}

/** A store that nobody has put back would have everything told to be gone. */
async function refuseMissing(stores: Stores, { ahead }: OthersKnow): Promise<void> {
  for (const { name } of services.filter(({ isNeverEmpty }) => isNeverEmpty)) {
    const kinds = RESTORABLE_KINDS.filter(({ store }) => store === name);
    const lost = kinds.reduce((sum, { kind }) => sum + (ahead.get(kind.type)?.size ?? 0), 0);
    const holds = await Promise.all(
      kinds.map(({ kind }) => stores[name].collection(kind.collection).find({ limit: 1 })),
    );
    if (lost === 0 || holds.some((some) => some.length > 0)) continue;
    throw new OfflineRefusal(
      `${name}'s store is empty, and others know ${lost} things that were in it. Put its backup back first.`,
    );
  }
}
