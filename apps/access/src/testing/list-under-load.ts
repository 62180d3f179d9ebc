import { setTimeout as delay } from 'node:timers/promises';
import { grantId, type HeldGrant } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { newId } from '@gatehouse/runtime';
import type { Collection, Document } from '@gatehouse/store';
import { seededRandom } from '@gatehouse/testing';
import { type Collections, openCollections } from '../collections.ts';
import { grantKind } from '../grants/grants.store.ts';
import { nextRow } from '../user-list/user-list.ts';
import { startAccessUnderTest } from './access-under-test.ts';
import { membership, organisation, user } from './neighbours.ts';
import { publishProjections } from './publish-projections.ts';

const PAGE_SIZE = 25;
const ORGANISATIONS_A_USER = 5;
const GRANTS_AN_ORGANISATION = 50;
/** Grants that can be changed; of all others only the rows are loaded. */
const CHANGEABLE = 2_000;
const BATCH = 100;
const ORIGIN = { correlationId: 'a-load', actor: 'operator' };

/** Access with a service of many grants. */
export interface ListUnderLoad {
  users: number;
  /** Requests a random page; throws where it is not full. */
  readRandomPage(): Promise<void>;
  changeOne(): Promise<void>;
  /** Publishes what was loaded, and waits until access has read it. Answers how many records. */
  publishAll(): Promise<number>;
  /** Begins to rebuild a read model. */
  beginRebuild(name: string): Promise<void>;
  /** Whether no generation is building, and nothing of an earlier one is left. */
  rebuilt(): Promise<{ isFilled: boolean; isCleared: boolean }>;
  close(): Promise<void>;
}

async function insertAll<D extends Document>(
  collection: Collection<D>,
  documents: Iterable<D>,
): Promise<void> {
  let batch: D[] = [];
  const flush = async () => {
    const results = await collection.writeMany(batch.map((document) => ({ document, events: [] })));
    if (results.some(({ status }) => status !== 'written')) throw new Error('a document was refused');
    batch = [];
  };
  for (const document of documents) {
    batch.push(document);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
}

/** What was loaded, in order. */
interface Loaded {
  organisationIds: readonly string[];
  userIds: readonly string[];
  changeable: readonly HeldGrant[];
}

/** Loads rows, users and organisations straight into the collections, as the consumers would have written them. */
async function load(collections: Collections, serviceId: string, grants: number): Promise<Loaded> {
  const { organisations, users, listRows } = collections;
  const random = seededRandom('rows');
  const organisationIds = Array.from({ length: Math.max(1, grants / GRANTS_AN_ORGANISATION) }, newId);
  const people = Array.from({ length: Math.max(1, grants / ORGANISATIONS_A_USER) }, newId);
  const at = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 1_000).toISOString();
  const placeOf = (person: number, n: number) =>
    organisationIds[(person * ORGANISATIONS_A_USER + n * 7_919) % organisationIds.length] ?? '';
  await insertAll(
    organisations,
    organisationIds
      .values()
      .map((id) => ({ _id: id, version: 1, entityVersion: 1, state: organisation(id) })),
  );
  await insertAll(
    users,
    people.entries().map(([person, id]) => {
      const held = new Set(Array.from({ length: ORGANISATIONS_A_USER }, (_, n) => placeOf(person, n)));
      const state = user(id, {
        memberships: [...held].map((organisationId) => membership(organisationId, 1)),
      });
      return { _id: id, version: 1, entityVersion: 1, state };
    }),
  );
  const changeable: HeldGrant[] = [];
  function* rows() {
    let head = { position: 0, records: 0 };
    for (let n = 0; n < ORGANISATIONS_A_USER; n++) {
      for (const [person, userId] of people.entries()) {
        const organisationId = placeOf(person, n);
        const state: HeldGrant = {
          id: grantId(serviceId, organisationId, userId),
          serviceId,
          organisationId,
          userId,
          state: 'granted',
          roles: [],
          identifiers: [],
          membershipIncarnation: 1,
          approvedAt: at(head.position),
          updatedAt: at(head.position),
          userStatus: 1,
          userUpdatedAt: at(head.position),
          membershipUpdatedAt: at(head.position),
        };
        if (random() < CHANGEABLE / grants) changeable.push(state);
        const row = nextRow(undefined, { state, version: 1 }, head, { slot: head.records + 1 });
        head = row;
        yield { ...row, version: 1 };
      }
    }
  }
  await insertAll(listRows, rows());
  await insertAll(
    collections.grants,
    changeable.map((state) => ({ _id: state.id, version: 1, state })),
  );
  return { organisationIds, userIds: people, changeable };
}

/** Starts access on embedded engines in a directory of its own, with a service that has so many grants, the same each time. */
export async function startListUnderLoad(grants: number): Promise<ListUnderLoad> {
  const access = await startAccessUnderTest();
  const collections = await openCollections(access.store, Date.now);
  const random = seededRandom('pages');
  const serviceId = newId();
  const service = { clientId: 'a-large-one', name: 'A large one', redirectUris: [] };
  await access.operator('PUT', `/manage/services/${serviceId}`, service);
  const { changeable, ...ids } = await load(collections, serviceId, grants);
  const pages = Math.ceil(grants / PAGE_SIZE);
  let changes = 0;

  return {
    users: Math.max(1, grants / ORGANISATIONS_A_USER),
    async readRandomPage() {
      const page = 1 + Math.floor(random() * pages);
      const { status, body } = await access.client(serviceId, `/users?page=${page}&pageSize=${PAGE_SIZE}`);
      if (status !== 200 || body.users.length !== PAGE_SIZE || body.numberOfRecords !== grants) {
        throw new Error(`page ${page}: ${status}, ${body.users?.length} of ${body.numberOfRecords}`);
      }
    },
    async changeOne() {
      const grant = changeable[Math.floor(random() * changeable.length)];
      if (grant === undefined) return;
      const value = String(++changes);
      await changeEntity(
        grantKind(collections.grants, Date.now, () => undefined),
        grant.id,
        ORIGIN,
        (current) => ({
          state: {
            ...(current?.state === 'granted' ? current : grant),
            identifiers: [{ key: 'n', value }],
            updatedAt: new Date().toISOString(),
          },
          result: undefined,
        }),
      );
    },
    async publishAll() {
      const published = await publishProjections(access.eventLog, collections, { ...ids, serviceId });
      for (;;) {
        const metrics = await (await fetch(`${access.url}/metrics`)).text();
        const lags = [...metrics.matchAll(/^gatehouse_consumer_lag_records.* (\d+)$/gm)];
        if (lags.length > 0 && lags.every(([, lag]) => lag === '0')) return published;
        await delay(200);
      }
    },
    async beginRebuild(name) {
      const { status } = await access.operator('POST', `/manage/read-models/${name}/rebuild`);
      if (status !== 202) throw new Error(`the rebuild of ${name} was refused: ${status}`);
    },
    async rebuilt() {
      const { body } = await access.operator('GET', '/manage/read-models');
      const stages = body.readModels.map(
        (each: { rebuilding?: { status: string } }) => each.rebuilding?.status,
      );
      return {
        isFilled: !stages.includes('building'),
        isCleared: stages.every((stage: string | undefined) => stage === undefined),
      };
    },
    close: () => access.close(),
  };
}
