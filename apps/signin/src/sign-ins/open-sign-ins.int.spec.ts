import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, newId } from '@gatehouse/runtime';
import { openStore, type Store, StoreError } from '@gatehouse/store';
import { openSignIns, type SignInFacts } from './open-sign-ins.ts';
import { eraseSignIns, pageOfSignIns, type SignInsCollection, signInsCollection } from './sign-ins.store.ts';

let dataDir: string;
let store: Store;
let collection: SignInsCollection;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-sign-ins-'));
  const collections = [signInsCollection];
  store = await openStore({ url: 'sqlite:', dataDir, name: 'signin', collections, now: Date.now });
  collection = store.collection(signInsCollection);
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const removed = new Set<string>();
const logged: string[] = [];
const counted: string[] = [];
let now = Date.now();
const opened = (records = collection) =>
  openSignIns({
    collection: records,
    isRemoved: async (userId) => removed.has(userId),
    count: ({ method, outcome }) => counted.push(`${method} ${outcome}`),
    now: () => ++now,
    log: createLogger({
      name: 'signin',
      level: 'trace',
      destination: { write: (line) => void logged.push(line) },
    }),
  });
const facts = (userId: string | undefined, more: Partial<SignInFacts> = {}): SignInFacts => ({
  ...{ userId, method: 'code', outcome: 'signed-in', address: '192.0.2.0/24' },
  ...more,
});
const outcomesOf = async (userId: string) =>
  (await pageOfSignIns(collection, userId, { page: 1, pageSize: 25 })).records.map(({ outcome }) => outcome);

test('of one authorization what came of it last stays; of another person it is another record', async () => {
  const [ann, bob] = [newId(), newId()];
  const signIns = opened();
  for (const outcome of ['organisation-not-chosen', 'signed-in'] as const) {
    await signIns.record(facts(ann, { outcome, authorization: 'one' }));
  }
  await signIns.record(facts(bob, { outcome: 'no-organisation', authorization: 'one' }));
  await signIns.record(facts(ann, { outcome: 'refused', authorization: 'two' }));
  await signIns.record(facts(ann, { outcome: 'wrong-code' }));
  await signIns.record(facts(ann, { outcome: 'wrong-code' }));
  expect(await outcomesOf(ann)).toEqual(['wrong-code', 'wrong-code', 'refused', 'signed-in']);
  expect(await outcomesOf(bob)).toEqual(['no-organisation']);
});

test('of who was removed meanwhile none stays; of whom the id is next, those of before go alone', async () => {
  const gone = newId();
  const signIns = opened();
  removed.add(gone);
  await signIns.record(facts(gone));
  await signIns.record(facts(gone, { authorization: 'three' }));
  expect(await outcomesOf(gone)).toEqual([]);
  removed.delete(gone);
  await signIns.record(facts(gone, { outcome: 'wrong-code' }));
  const removedAt = now;
  await signIns.record(facts(gone));
  await eraseSignIns(collection, gone, removedAt);
  expect(await outcomesOf(gone)).toEqual(['signed-in']);
});

test('nobody’s is counted and not kept; what is told behind an answer is there once all is settled', async () => {
  const before = await collection.count();
  const signIns = opened();
  counted.length = 0;
  signIns.note(facts(undefined, { outcome: 'wrong-code' }));
  const ann = newId();
  signIns.note(facts(ann, { outcome: 'wrong-code' }));
  await signIns.settled();
  expect([counted, (await collection.count()) - before]).toEqual([['code wrong-code', 'code wrong-code'], 1]);
});

test('a store that takes no record stops no sign-in, and no name or address is logged', async () => {
  const away = () => Promise.reject(new StoreError('the store is away', { retryable: true }));
  const broken = new Proxy(collection, { get: () => away });
  const ann = newId();
  const signIns = opened(broken);
  await signIns.record(facts(ann));
  await signIns.record(facts(ann, { authorization: 'four' }));
  signIns.note(facts(ann));
  await signIns.settled();
  const lines = logged.filter((line) => line.includes('a sign-in has no record'));
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain('192.0.2');
});
