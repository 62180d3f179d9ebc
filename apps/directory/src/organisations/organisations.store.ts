import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { OrganisationState, Origin } from '@gatehouse/contracts';
import { changeEntity, type EntityDecision, type EntityKind, entityWrite } from '@gatehouse/entities';
import {
  type ChangeResult,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
  json,
  type Store,
  type WriteResult,
} from '@gatehouse/store';
import { createTally } from '../resources/tally.ts';
import { presentOrganisation } from './organisation.ts';

const schema = documentSchema({
  state: json<OrganisationState>(),
  /** The name as it is searched and sorted by; a deleted organisation has none. */
  nameKey: String,
});
schema.index({ nameKey: 1, _id: 1 }, { name: 'name' });
schema.index({ 'state.urn': 1 }, { name: 'urn', unique: true });
schema.index({ 'state.uid': 1 }, { name: 'uid', unique: true });
schema.index({ 'state.ukprn': 1, _id: 1 }, { name: 'ukprn' });
schema.index({ 'state.upin': 1, _id: 1 }, { name: 'upin' });
schema.index({ 'state.category': 1, 'state.establishmentNumber': 1, _id: 1 }, { name: 'number' });

/** Organisations. */
export const organisationsCollection = defineCollection('organisations', schema);
export type OrganisationDocument = DocumentOf<typeof schema>;

type OrganisationKind = EntityKind<'gatehouse.directory.organisation.v1', OrganisationDocument>;

/** The criteria of a search; `name` is a prefix of the name, in any letter case. */
export interface OrganisationSearch {
  urn?: string | undefined;
  uid?: string | undefined;
  ukprn?: string | undefined;
  upin?: string | undefined;
  name?: string | undefined;
}

/** The identifiers that are unique among organisations. */
export type UniqueIdentifier = 'urn' | 'uid';

/** A change that a register's row makes; `previous` is the document that was read. */
export interface OrganisationChange {
  previous: OrganisationDocument | undefined;
  state: OrganisationState;
}

export interface Organisations {
  /** Undefined for an unknown id, and for a deleted organisation. */
  get(id: string): Promise<OrganisationState | undefined>;
  /** The organisations among at most 1,000 ids, in no order. */
  getMany(ids: readonly string[]): Promise<OrganisationState[]>;
  /** All organisations, a hundred at a time, yielding between: for the rare question that no index answers. */
  all(): AsyncGenerator<OrganisationState[]>;
  /** The ids of deleted organisations among at most 1,000 ids. */
  deletedAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** In the order of their names. */
  list(search: OrganisationSearch, skip: number, limit: number): Promise<OrganisationState[]>;
  total(search: OrganisationSearch): Promise<number>;
  /** Changes one organisation, also a deleted one, with its event. `duplicate`: the URN or UID, as `index` says, is another's. */
  change<R>(
    id: string,
    origin: Origin,
    decide: (current: OrganisationState | undefined) => EntityDecision<OrganisationState, R>,
  ): Promise<ChangeResult<OrganisationDocument, R>>;
  /** The organisations that have one of at most 1,000 identifiers. */
  having(identifier: UniqueIdentifier, values: readonly string[]): Promise<OrganisationDocument[]>;
  /** How many have such an identifier. O(n): only for work that has read as many. */
  countWith(identifier: UniqueIdentifier): Promise<number>;
  /** All that have such an identifier, in its order, yielding between pages. */
  allWith(identifier: UniqueIdentifier, pageSize: number): AsyncGenerator<OrganisationState[]>;
  /** The first organisation of a category with such an establishment number. */
  numbered(category: string, establishmentNumber: string): Promise<OrganisationState | undefined>;
  /** At most 100 changes, each with its event and its own result. */
  writeMany(changes: readonly OrganisationChange[], origin: Origin): Promise<WriteResult[]>;
}

/** The members that an organisation's indexes need. */
export function keysOf({ name, removedAt }: OrganisationState): { nameKey?: string } {
  return removedAt === undefined ? { nameKey: nameKey(name) } : {};
}

const AT_A_TIME = 100;

/** The form of a name for searching and sorting. */
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

  /** All documents that have a value at `path`, in its order. */
  async function* pagesBy(path: string, memberOf: (document: OrganisationDocument) => string, limit: number) {
    for (let after = ''; ; ) {
      const page = await collection.find({ where: { [path]: { gt: after } }, sort: [[path, 1]], limit });
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return;
      after = memberOf(last);
      // The embedded engine never waits for I/O here.
      await yieldToOthers();
    }
  }

  return {
    async get(id) {
      return presentOrganisation((await collection.get(id))?.state);
    },
    async getMany(ids) {
      return (await collection.getMany(ids)).flatMap(({ state }) => presentOrganisation(state) ?? []);
    },
    async *all() {
      for await (const page of pagesBy('_id', ({ _id }) => _id, AT_A_TIME)) {
        yield page.flatMap(({ state }) => presentOrganisation(state) ?? []);
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
    async *allWith(identifier, pageSize) {
      const pages = pagesBy(`state.${identifier}`, ({ state }) => state[identifier] ?? '', pageSize);
      for await (const page of pages) yield page.map(({ state }) => state);
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
        ({ status }, index) => status === 'written' && changes[index]?.previous === undefined,
      );
      tally.add(made.length);
      return results;
    },
  };
}
