import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OrganisationState, Origin } from '@gatehouse/contracts';
import {
  changeEntity,
  type EntityDecision,
  type EntityDocument,
  type EntityKind,
  entityWrite,
} from '@gatehouse/entities';
import {
  type ChangeResult,
  defineCollection,
  type Filter,
  Schema,
  type Store,
  type WriteResult,
} from '@gatehouse/store';
import { createTally } from '../records/tally.ts';
import { presentOrganisation } from './organisation.ts';

/** An organisation as kept. */
export interface OrganisationDocument extends EntityDocument<OrganisationState> {
  /** What names are searched and sorted by; a deleted organisation has none. */
  nameKey?: string;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    nameKey: String,
    state: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
);
schema.index({ nameKey: 1, _id: 1 }, { name: 'name' });
schema.index({ 'state.urn': 1 }, { name: 'urn', unique: true });
schema.index({ 'state.uid': 1 }, { name: 'uid', unique: true });
schema.index({ 'state.ukprn': 1, _id: 1 }, { name: 'ukprn' });
schema.index({ 'state.upin': 1, _id: 1 }, { name: 'upin' });
schema.index({ 'state.category': 1, 'state.establishmentNumber': 1, _id: 1 }, { name: 'number' });

/** Organisations. */
export const organisationsCollection = defineCollection<OrganisationDocument>('organisations', schema);

type OrganisationKind = EntityKind<'gatehouse.directory.organisation.v1', OrganisationDocument>;

/** What organisations are looked for by; `name` is how the name begins, in any letter case. */
export interface OrganisationSearch {
  urn?: string | undefined;
  uid?: string | undefined;
  ukprn?: string | undefined;
  upin?: string | undefined;
  name?: string | undefined;
}

/** The identifiers of which no two organisations have the same. */
export type UniqueIdentifier = 'urn' | 'uid';

/** What a register's row makes of an organisation that was read. */
export interface OrganisationChange {
  previous: OrganisationDocument | undefined;
  state: OrganisationState;
}

export interface Organisations {
  /** Undefined for an id that is no organisation's, or was. */
  get(id: string): Promise<OrganisationState | undefined>;
  /** Those of at most 1,000 ids that there are, in no order. */
  getMany(ids: readonly string[]): Promise<OrganisationState[]>;
  /** All that there are, a hundred at a time, other work between: for the rare question that no index answers. */
  all(): AsyncGenerator<OrganisationState[]>;
  /** Which of at most 1,000 ids were an organisation's that was deleted. */
  deletedAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** In the order of their names. */
  list(search: OrganisationSearch, skip: number, limit: number): Promise<OrganisationState[]>;
  total(search: OrganisationSearch): Promise<number>;
  /** One change with its event, also of one that was deleted. `duplicate`: the URN or UID, as `index` says, is another's. */
  change<R>(
    id: string,
    origin: Origin,
    decide: (current: OrganisationState | undefined) => EntityDecision<OrganisationState, R>,
  ): Promise<ChangeResult<OrganisationDocument, R>>;
  /** Those that have one of at most 1,000 identifiers. */
  having(identifier: UniqueIdentifier, values: readonly string[]): Promise<OrganisationDocument[]>;
  /** How many have such an identifier. O(n): for who has looked at as many. */
  countWith(identifier: UniqueIdentifier): Promise<number>;
  /** The next at most `limit` with an identifier after the given one, in its order. */
  following(identifier: UniqueIdentifier, after: string, limit: number): Promise<OrganisationState[]>;
  /** The first organisation of a category with such an establishment number. */
  numbered(category: string, establishmentNumber: string): Promise<OrganisationState | undefined>;
  /** At most 100 changes, each with its event and its own answer. */
  writeMany(changes: readonly OrganisationChange[], origin: Origin): Promise<WriteResult[]>;
}

/** The members that an organisation's indexes need. */
export function keysOf({ name, removedAt }: OrganisationState): { nameKey?: string } {
  return removedAt === undefined ? { nameKey: nameKey(name) } : {};
}

const AT_A_TIME = 100;

/** What names are searched and sorted by. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

const LAST_CHARACTER = '\u{10FFFF}';

function filterOf({ name, ...identifiers }: OrganisationSearch): Filter {
  const given = Object.entries(identifiers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const filter = Object.fromEntries(given.map(([member, value]) => [`state.${member}`, value]));
  // Deleted ones have no name.
  if (name === undefined) return { ...filter, nameKey: { gte: '' } };
  return { ...filter, nameKey: { gte: nameKey(name), lte: nameKey(name) + LAST_CHARACTER } };
}

/** The organisations of this store; `now` in milliseconds. */
export function openOrganisations(store: Store, now: () => number): Organisations {
  const collection = store.collection(organisationsCollection);
  const kind: OrganisationKind = {
    type: 'gatehouse.directory.organisation.v1',
    collection,
    keys: keysOf,
    now,
  };
  const tally = createTally(() => collection.count(filterOf({})), now);

  return {
    async get(id) {
      return presentOrganisation((await collection.get(id))?.state);
    },
    async getMany(ids) {
      return (await collection.getMany(ids)).flatMap(({ state }) => presentOrganisation(state) ?? []);
    },
    async *all() {
      for (let after = ''; ; ) {
        const found = await collection.find({
          where: { _id: { gt: after } },
          sort: [['_id', 1]],
          limit: AT_A_TIME,
        });
        yield found.flatMap(({ state }) => presentOrganisation(state) ?? []);
        const last = found.at(-1);
        if (last === undefined || found.length < AT_A_TIME) return;
        after = last._id;
        // On the embedded engine nothing of this waits for I/O.
        await nextTurn();
      }
    },
    async deletedAmong(ids) {
      const found = await collection.getMany(ids);
      return new Set(found.filter(({ state }) => state.removedAt !== undefined).map(({ _id }) => _id));
    },
    async list(search, skip, limit) {
      const where = filterOf(search);
      const found = await collection.find({ where, sort: [['nameKey', 1]], skip, limit });
      return found.map(({ state }) => state);
    },
    async total(search) {
      const isNarrowed = Object.values(search).some((value) => value !== undefined);
      return isNarrowed ? collection.count(filterOf(search)) : tally.total();
    },
    async change(id, origin, decide) {
      const changed = await changeEntity(kind, id, origin, decide);
      if (changed.status === 'changed') {
        const count = (document: OrganisationDocument | undefined) =>
          presentOrganisation(document?.state) === undefined ? 0 : 1;
        tally.add(count(changed.document) - count(changed.previous));
      }
      return changed;
    },
    having(identifier, values) {
      return collection.find({ where: { [`state.${identifier}`]: { in: values } }, limit: values.length });
    },
    countWith: (identifier) => collection.count({ [`state.${identifier}`]: { exists: true } }),
    async following(identifier, after, limit) {
      const path = `state.${identifier}`;
      const found = await collection.find({ where: { [path]: { gt: after } }, sort: [[path, 1]], limit });
      return found.map(({ state }) => state);
    },
    async numbered(category, establishmentNumber) {
      const where = { 'state.category': category, 'state.establishmentNumber': establishmentNumber };
      const [first] = await collection.find({ where, sort: [['_id', 1]], limit: 1 });
      return first?.state;
    },
    async writeMany(changes, origin) {
      const writes = changes.flatMap(
        ({ previous, state }) =>
          entityWrite(kind, previous, origin, () => ({ state, result: undefined })) ?? [],
      );
      const results = await collection.writeMany(writes);
      const made = results.filter(
        ({ status }, place) => status === 'written' && changes[place]?.previous === undefined,
      );
      tally.add(made.length);
      return results;
    },
  };
}
