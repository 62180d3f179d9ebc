import { type BackendName, type EventType, parseEvent } from '@gatehouse/contracts';
import { type LastKnown, noteAhead, type ProjectionDocument } from '@gatehouse/entities';
import { type EventLog, readToEnd } from '@gatehouse/event-log';
import { services } from '@gatehouse/standalone/apps';
import type { StoreLayout, Stores } from '@gatehouse/standalone/engines';
import type { Store } from '@gatehouse/store';
import type { OnProgress } from '../offline/progress.ts';

/** Every kind of entity that the platform publishes, and whose store keeps it. */
export const RESTORABLE_KINDS = services.flatMap(({ name, restorables }) =>
  restorables.map((kind) => ({ store: name, kind })),
);

/** What the log and projections know beyond the stores. */
export interface KnownElsewhere {
  /** By kind: entities that the store lacks, or has in an earlier state. */
  ahead: ReadonlyMap<EventType, Map<string, LastKnown>>;
  /** The highest version that was published. */
  floor: number;
}

export interface KnownElsewhereOptions {
  stores: Stores;
  layout: StoreLayout;
  log: EventLog;
  topics: readonly string[];
  onProgress: OnProgress;
}

const AT_A_TIME = 100;

/** Reads the whole log, and all projections. It keeps in memory what has changed since the oldest backup. */
export async function knownElsewhere({
  stores,
  layout,
  log,
  topics,
  onProgress,
}: KnownElsewhereOptions): Promise<KnownElsewhere> {
  const ahead = new Map(RESTORABLE_KINDS.map(({ kind }) => [kind.type, new Map<string, LastKnown>()]));
  const owners = new Map(
    RESTORABLE_KINDS.map(({ store, kind }) => [kind.type, { store: stores[store], kind }]),
  );
  let floor = 0;

  async function note(type: EventType, lastKnown: readonly LastKnown[]): Promise<void> {
    const owner = owners.get(type);
    const known = ahead.get(type);
    if (owner === undefined || known === undefined) return;
    for (const { version } of lastKnown) floor = Math.max(floor, version);
    const collection = owner.store.collection(owner.kind.collection);
    await noteAhead(known, lastKnown, (ids) => collection.getMany(ids));
  }

  for (const topic of topics) {
    let done = 0;
    await readToEnd(log, [topic], async (records) => {
      const lastKnown = records.flatMap(({ value }) => lastKnownOf(value) ?? []);
      for (const [type, some] of Map.groupBy(lastKnown, ({ type }) => type)) await note(type, some);
      done += records.length;
      onProgress({ step: 'log', of: topic, done, total: done });
      return undefined;
    });
  }
  for (const { store, type, collection } of copiesIn(layout)) {
    await eachCopy(stores[store], collection, (lastKnown) => note(type, lastKnown));
  }
  return { ahead, floor };
}

/** Undefined for a record that is no event of an entity, or breaks its contract. */
function lastKnownOf(value: string): (LastKnown & { type: EventType }) | undefined {
  try {
    const event = parseEvent(JSON.parse(value));
    return event && { type: event.type, version: event.data.version, state: event.data.state };
  } catch {
    return undefined;
  }
}

function copiesIn(layout: StoreLayout) {
  return services.flatMap(({ name: store, remembered }) =>
    remembered.flatMap(({ type, collection: base }) =>
      layout[store]
        .filter(({ name }) => name === base || name.startsWith(`${base}.`))
        .map((collection) => ({ store, type, collection })),
    ),
  );
}

async function eachCopy(
  store: Store,
  declaration: StoreLayout[BackendName][number],
  each: (lastKnown: readonly LastKnown[]) => Promise<void>,
): Promise<void> {
  const transfer = store.transfer(declaration);
  for (let after = ''; ; ) {
    const some = await transfer.read(after, AT_A_TIME);
    const last = some.at(-1);
    if (last === undefined) return;
    const copies = some.map(({ document }) => document as ProjectionDocument<{ id: string }>);
    await each(copies.map(({ entityVersion, state }) => ({ version: entityVersion, state })));
    after = last.document._id;
  }
}
