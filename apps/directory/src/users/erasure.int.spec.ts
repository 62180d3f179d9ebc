import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventTypes, type PresentUser } from '@gatehouse/contracts';
import { jsonSchemaOf, PERSONAL_TEXT, valuesOf } from '@gatehouse/contracts/testing';
import { openStore, type Store } from '@gatehouse/store';
import fc from 'fast-check';
import { removeUser } from './user.ts';
import { openUsers, usersCollection } from './users.store.ts';

const AT = '2026-01-01T00:00:00.000Z';
const ORIGIN = { correlationId: 'c', actor: 'operator' };

let dataDir: string;
let store: Store;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-erasure-'));
  const collections = [usersCollection];
  store = await openStore({ url: 'sqlite:', dataDir, name: 'directory', collections, now: Date.now });
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const [presentUser] = eventTypes['gatehouse.directory.user.v1'].schema.shape.data.shape.state.options;
const anyUser = valuesOf(jsonSchemaOf(presentUser)) as fc.Arbitrary<PresentUser>;

test('of a removed user nothing personal is in the document or in its last event', async () => {
  const users = openUsers(store, Date.now);
  const transfer = store.transfer(usersCollection);
  await fc.assert(
    fc.asyncProperty(anyUser, async (state) => {
      const { id } = state;
      await users.change(id, ORIGIN, () => ({ state, result: undefined }));
      const written = (await transfer.read('', 1_000)).find(({ document }) => document._id === id);
      expect(JSON.stringify(written?.document)).toMatch(PERSONAL_TEXT);
      await users.change(id, ORIGIN, () => ({ state: removeUser(state, AT), result: undefined }));
      const removed = (await transfer.read('', 1_000)).find(({ document }) => document._id === id);
      expect(removed?.document.state.state).toBe('removed');
      expect(JSON.stringify(removed?.document)).not.toMatch(PERSONAL_TEXT);
      expect(JSON.stringify(removed?.pending.at(-1))).not.toMatch(PERSONAL_TEXT);
    }),
    { numRuns: 30, seed: 20_262 },
  );
});
