import type { BuiltEvent } from '@gatehouse/contracts';
import {
  type Collection,
  change,
  type Document,
  type Draft,
  json,
  nextVersion,
  type Write,
} from '@gatehouse/store';

/** A projection of another app's entity: its state at the version of its last known event. */
export interface ProjectionDocument<S extends { id: string }> extends Document {
  /** The entity's own version; the document's `version` is this store's. */
  entityVersion: number;
  state: S;
}

/** The fields of such a document, to be declared with those that indexes need. */
export function projectionFields<S extends { id: string }>() {
  return { entityVersion: { type: Number, required: true }, state: json<S>() } as const;
}

/** A published state of an entity. `keys`: the members other than the state, which indexes need. */
export interface Published<S extends { id: string }, D extends ProjectionDocument<S>> {
  entityVersion: number;
  state: S;
  keys: Omit<D, keyof ProjectionDocument<S>>;
}

/** A projection that is about to be written: what is stored, and the entity's state that replaces it. */
export interface ProjectionChange<S extends { id: string }> {
  previous: { entityVersion: number; state: S } | undefined;
  next: { entityVersion: number; state: S };
}

/** The events of some changes, each published with its own write: a list for each change, in their order. */
export type EventsOf<S extends { id: string }> = (
  changes: readonly ProjectionChange<S>[],
) => Promise<readonly (readonly BuiltEvent[])[]>;

const NO_EVENTS: EventsOf<{ id: string }> = async () => [];

/** What became of a projection: made, changed, or left alone because it was as new already. */
export type Projected = 'made' | 'changed' | 'known';

const AT_A_TIME = 100;

/** The projection's next document; undefined where the current one is as new. */
function draftOf<S extends { id: string }, D extends ProjectionDocument<S>>(
  current: D | undefined,
  { entityVersion, state, keys }: Published<S, D>,
): Draft<D> | undefined {
  if (current !== undefined && current.entityVersion >= entityVersion) return undefined;
  return { ...keys, _id: state.id, entityVersion, state } as unknown as Draft<D>;
}

/** Brings one projection up to date. An older version, or the same, changes nothing. */
export function projectEntity<S extends { id: string }, D extends ProjectionDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  published: Published<S, D>,
): Promise<Projected> {
  return projectEntityFrom<S, D>(collection, now, published.state.id, () => published);
}

/** The same where the projection also depends on its state before. `publish` is pure. */
export async function projectEntityFrom<S extends { id: string }, D extends ProjectionDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  id: string,
  publish: (previous: D['state'] | undefined) => Published<S, D>,
): Promise<Projected> {
  const changed = await change(collection, now, id, (current) => {
    const document = draftOf(current, publish(current?.state));
    return { ...(document !== undefined && { document }), result: undefined };
  });
  if (changed.status !== 'changed') return 'known';
  return changed.previous === undefined ? 'made' : 'changed';
}

/**
 * Brings projections of different entities up to date, with few reads and writes. The answers are in their order. With
 * `eventsOf` the collection needs an outbox.
 */
export async function projectEntities<S extends { id: string }, D extends ProjectionDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  published: readonly Published<S, D>[],
  eventsOf: EventsOf<D['state']> = NO_EVENTS,
): Promise<Projected[]> {
  const batches = Array.from({ length: Math.ceil(published.length / AT_A_TIME) }, (_, n) =>
    published.slice(n * AT_A_TIME, (n + 1) * AT_A_TIME),
  );
  return (
    await Promise.all(batches.map((batch) => projectBatch({ collection, now, eventsOf }, batch)))
  ).flat();
}

interface Projecting<S extends { id: string }, D extends ProjectionDocument<S>> {
  collection: Collection<D>;
  now: () => number;
  eventsOf: EventsOf<S>;
}

async function projectBatch<S extends { id: string }, D extends ProjectionDocument<S>>(
  projecting: Projecting<S, D>,
  published: readonly Published<S, D>[],
): Promise<Projected[]> {
  const { collection, now, eventsOf } = projecting;
  const found = await collection.getMany(published.map(({ state }) => state.id));
  const stored = new Map(found.map((document) => [document._id, document]));
  const changes = published.flatMap((next) => {
    const previous = stored.get(next.state.id);
    const draft = draftOf(previous, next);
    return draft === undefined ? [] : [{ previous, next, draft }];
  });
  const events = changes.length === 0 ? [] : await eventsOf(changes);
  const writes = changes.map(({ previous, draft }, n): Write<D> => {
    const version = nextVersion(previous?.version, now());
    // Published events are known by the version of the document that they wait in.
    const own = (events[n] ?? []).map((event) => ({ ...event, version }));
    return { previous, document: { ...draft, version } as D, events: own };
  });
  const results = await collection.writeMany(writes);
  const statuses = new Map(writes.map(({ document }, n) => [document._id, results[n]?.status]));
  return Promise.all(
    published.map(async (each): Promise<Projected> => {
      const { id } = each.state;
      if (!statuses.has(id)) return 'known';
      if (statuses.get(id) === 'written') return stored.has(id) ? 'changed' : 'made';
      // A lost race is decided again by what is stored now.
      const [again = 'known'] = await projectBatch(projecting, [each]);
      return again;
    }),
  );
}
