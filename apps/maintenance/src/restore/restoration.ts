import { type EngineConfig, openLogOf } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { type RestoreCount, restoreEntities } from '@gatehouse/entities';
import { requestRebuild } from '@gatehouse/read-models';
import { type Closers, type Logger, newId } from '@gatehouse/runtime';
import { services } from '@gatehouse/standalone/apps';
import { openStores, type Stores } from '@gatehouse/standalone/engines';
import type { OnProgress } from '../offline/progress.ts';
import { OfflineRefusal } from '../offline/refusal.ts';
import { holdRelayLeases } from '../offline/relay-leases.ts';
import { storeLayout } from '../offline/store-layout.ts';
import { type KnownElsewhere, knownElsewhere, RESTORABLE_KINDS } from './known-elsewhere.ts';

export interface RestorationDependencies {
  config: EngineConfig;
  log: Logger;
  closers: Closers;
  now: () => number;
  onProgress: OnProgress;
}

export interface RestorationReport {
  entities: ({ store: string; collection: string } & RestoreCount)[];
  /** Read models that the platform rebuilds after its start. */
  rebuilds: string[];
}

/**
 * Makes stores consistent that were restored from backups of different moments. Each store publishes all its entities again,
 * at higher versions than any that were published; entities that only the log and projections know are published as
 * removed. The platform is stopped meanwhile. After an interruption it is run again. Rejects with OfflineRefusal where it
 * cannot begin.
 */
export async function restore(parts: RestorationDependencies): Promise<RestorationReport> {
  const { config, log, closers, now, onProgress } = parts;
  const opening = { log, closers };
  const layout = await storeLayout(config, opening);
  const stores = await openStores(config, opening, layout);
  const held = await holdRelayLeases('The platform', stores, `restore.${newId()}`);
  closers.add('relays', () => held.release());
  const eventLog = await openLogOf(config, opening);
  await eventLog.ensureTopics(Object.values(topics));

  const names = Object.values(topics).map(({ name }) => name);
  const others = await knownElsewhere({ stores, layout, log: eventLog, topics: names, onProgress });
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
    onProgress({
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

/** A missing store would publish all its entities as removed. */
async function refuseMissing(stores: Stores, { ahead }: KnownElsewhere): Promise<void> {
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
