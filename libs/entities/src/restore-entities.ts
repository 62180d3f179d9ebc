import { buildEvent, type StateOf } from '@gatehouse/contracts';
import { type Document, nextVersion, type Store, StoreError, type WholeDocument } from '@gatehouse/store';
import type { EntityDocument } from './entity-document.ts';
import type { LastKnown, Restorable } from './restorable.ts';

export interface RestoreOptions {
  store: Store;
  kind: Restorable;
  /** Entities of this kind that others know in a later state than the store, or that the store lacks: by id. */
  ahead: ReadonlyMap<string, LastKnown>;
  /** The highest version of any entity that was ever published. */
  floor: number;
  correlationId: string;
  now: () => number;
}

export interface RestoreCount {
  /** Documents written again. */
  documents: number;
  /** Written for entities that the store lacked. */
  putBack: number;
  /** Lacked by the store, and left so. */
  left: number;
  /** Entities that were removed after the backup, and exist again. */
  comeBack: string[];
}

const AT_A_TIME = 100;
type Entity = EntityDocument<{ id: string }>;

/**
 * Writes every entity of a kind again, each at a version above all that were published, with one event; events that waited
 * in the documents are dropped, since that one holds more. Repeating it changes only versions. Nobody else may use the store.
 */
export async function restoreEntities(options: RestoreOptions): Promise<RestoreCount> {
  const { store, kind, ahead, floor, correlationId, now } = options;
  const { type, collection, lost, superseded } = kind;
  const transfer = store.transfer<Entity>(collection);
  const unknown = new Map(ahead);
  const count: RestoreCount = { documents: 0, putBack: 0, left: 0, comeBack: [] };

  function writtenAgain(
    document: Omit<Entity, 'version'>,
    version: number,
    previous?: Entity,
  ): WholeDocument<Entity> {
    const at = Math.max(nextVersion(version, now()), floor + 1);
    const { state } = document;
    const entity = { version: at, state: state as StateOf<typeof type>, previous: previous?.state };
    const event = buildEvent(type, entity, { correlationId, actor: 'platform' }, now());
    return { document: { ...document, version: at } as Entity, pending: [event] };
  }

  function againOf({ document }: WholeDocument<Entity>): WholeDocument<Entity> {
    const last = unknown.get(document._id);
    unknown.delete(document._id);
    if (last === undefined) return writtenAgain(document, document.version, document);
    if (isRemoved(last.state) && !isRemoved(document.state)) count.comeBack.push(document._id);
    const next = superseded?.(document, last.state as StateOf<typeof type>) ?? document;
    return writtenAgain(next, Math.max(document.version, last.version), document);
  }

  for (let after = ''; ; ) {
    const some = await transfer.read(after, AT_A_TIME);
    const last = some.at(-1);
    if (last === undefined) break;
    await transfer.put(some.map(againOf));
    count.documents += some.length;
    after = last.document._id;
  }

  for (const [, { state, version }] of unknown) {
    const write = async (uniqueTaken: boolean) => {
      const draft = lost(state as StateOf<typeof type>, new Date(now()).toISOString(), uniqueTaken);
      if (draft !== undefined) await transfer.put([writtenAgain(draft as Omit<Entity, 'version'>, version)]);
      count[draft === undefined ? 'left' : 'putBack']++;
    };
    await write(false).catch((error: unknown) => {
      if (!(error instanceof StoreError) || error.retryable) throw error;
      return write(true);
    });
  }
  return count;
}

function isRemoved(state: object): boolean {
  return ('state' in state && state.state === 'removed') || 'removedAt' in state;
}

/** Notes published states that the store lacks, or has at an earlier version, at their latest. At most 1,000 at a time. */
export async function noteAhead<D extends Document>(
  ahead: Map<string, LastKnown>,
  published: readonly LastKnown[],
  stored: (ids: readonly string[]) => Promise<readonly D[]>,
): Promise<void> {
  const versions = new Map(
    (await stored(published.map(({ state }) => state.id))).map(({ _id, version }) => [_id, version]),
  );
  for (const each of published) {
    const { id } = each.state;
    const known = Math.max(versions.get(id) ?? -1, ahead.get(id)?.version ?? -1);
    if (each.version > known) ahead.set(id, each);
  }
}
