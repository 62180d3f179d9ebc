import { readFileSync } from 'node:fs';
import { COLLECTIONS, PEOPLE } from '../contract-suite/fixture.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

let fixture: Awaited<ReturnType<typeof sqliteFixture>>;
beforeAll(async () => {
  fixture = await sqliteFixture();
});
afterAll(() => fixture.destroy());

test('what was taken out of a document is nowhere in the file any more', async () => {
  const store = await fixture.open(COLLECTIONS);
  const people = store.collection(PEOPLE);
  const ids = Array.from({ length: 100 }, (_, n) => `${n}`);
  const named = ids.map((_id) => ({ _id, version: 1, name: `Personal ${'name '.repeat(50)}` }));
  await people.writeMany(named.map((document) => ({ document, events: [] })));
  const emptied = named.map((previous) => ({
    ...{ previous, document: { _id: previous._id, version: 2, name: '' } },
    events: [],
  }));
  const results = await people.writeMany(emptied);
  expect(results.every(({ status }) => status === 'written')).toBe(true);
  await people.purge(ids.slice(50));
  await store.close();
  const bytes = readFileSync(fixture.file);
  expect(bytes.includes('"version":2')).toBe(true);
  expect(bytes.includes('Personal')).toBe(false);
});
