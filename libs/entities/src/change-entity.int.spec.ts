import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceLinkState } from '@gatehouse/contracts';
import {
  type Collection,
  defineCollection,
  documentSchema,
  json,
  openStore,
  type Store,
} from '@gatehouse/store';
import { changeEntity, type EntityKind, entityWrite } from './change-entity.ts';
import type { EntityDocument } from './entity-document.ts';

interface LinkDocument extends EntityDocument<ServiceLinkState> {
  key?: string;
  mark?: number;
}

const ID = '0A000000-0000-4000-8000-000000000001';
const ORIGIN = { correlationId: 'a-test', actor: 'operator' };
const state: ServiceLinkState = {
  ...{ id: ID, commandRequestId: 'r', serviceId: ID, userId: ID, userVersion: 1 },
  ...{ outcome: 'linked', at: '2026-01-01T00:00:00.000Z' },
};
const schema = documentSchema({
  state: json<ServiceLinkState>(),
  key: String,
  mark: Number,
});
const linksCollection = defineCollection('links', schema);

let dataDir: string;
let store: Store;
let links: Collection<LinkDocument>;
let kind: EntityKind<'gatehouse.access.service-link.v1', LinkDocument>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-entities-'));
  const collections = [linksCollection];
  store = await openStore({ url: 'sqlite:', dataDir, name: 'entities', collections, now: Date.now });
  links = store.collection(linksCollection);
  kind = {
    type: 'gatehouse.access.service-link.v1',
    collection: links,
    keys: ({ granted }, { mark }) => ({
      ...(granted === true && { key: 'granted' }),
      ...(mark !== undefined && { mark }),
    }),
    now: Date.now,
  };
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const pending = async () => (await store.outbox.read(10)).flatMap(({ events }) => events);

test('keys follow the state, and a mark stays until another is decided', async () => {
  await changeEntity(kind, ID, ORIGIN, () => ({
    state: { ...state, granted: true },
    marks: { mark: 1 },
    result: undefined,
  }));
  expect(await links.get(ID)).toMatchObject({ key: 'granted', mark: 1 });
  await changeEntity(kind, ID, ORIGIN, (_current, _version, document) => ({
    state: { ...state, commandRequestId: String(document?.mark) },
    result: undefined,
  }));
  const stored = await links.get(ID);
  expect(stored).toMatchObject({ state: { commandRequestId: '1' }, mark: 1 });
  expect(stored).not.toHaveProperty('key');
});

test('a mark alone is written without an event, and not again', async () => {
  await changeEntity(kind, ID, ORIGIN, () => ({ state, result: undefined }));
  const before = (await pending()).length;
  const mark = () => changeEntity(kind, ID, ORIGIN, () => ({ marks: { mark: 2 }, result: 'marked' }));
  expect(await mark()).toMatchObject({ status: 'changed', result: 'marked' });
  expect(await mark()).toMatchObject({ status: 'unchanged', result: 'marked' });
  expect(await links.get(ID)).toMatchObject({ state, mark: 2 });
  expect(await pending()).toHaveLength(before);
});

test('a mark of what was never made is not written', async () => {
  const { status } = await changeEntity(kind, ID, ORIGIN, () => ({ marks: { mark: 2 }, result: undefined }));
  expect([status, await links.get(ID)]).toEqual(['unchanged', undefined]);
});

test('one write of many: none where nothing changes', async () => {
  const write = entityWrite(kind, undefined, ORIGIN, () => ({ state, result: undefined }));
  expect(write?.events).toHaveLength(1);
  expect(await links.writeMany(write === undefined ? [] : [write])).toEqual([{ status: 'written' }]);
  expect(entityWrite(kind, await links.get(ID), ORIGIN, () => ({ result: undefined }))).toBeUndefined();
});
