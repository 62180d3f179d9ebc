import { digestCollection } from './collection-digest.ts';
import { COLLECTIONS, eventOf, PEOPLE, type Person } from './contract-suite/fixture.ts';
import { copyCollection } from './copy-collection.ts';
import type { Store, WholeDocument } from './port.ts';
import { sqliteFixture } from './sqlite/testing/sqlite-fixture.ts';

let fixtures: Awaited<ReturnType<typeof sqliteFixture>>[];
let from: Store;
let to: Store;

beforeEach(async () => {
  fixtures = [await sqliteFixture(), await sqliteFixture()];
  [from, to] = (await Promise.all(fixtures.map((fixture) => fixture.open(COLLECTIONS)))) as [Store, Store];
});
afterEach(() => Promise.all(fixtures.map((fixture) => fixture.destroy())));

const target = () => ({ ...to.collection(PEOPLE), ...to.transfer(PEOPLE) });
const copy = () => copyCollection({ from: from.transfer(PEOPLE), to: target() });
const digests = () => Promise.all([from, to].map((store) => digestCollection(store.transfer(PEOPLE))));

function person(id: number, more: Partial<Person> = {}): WholeDocument<Person> {
  const _id = `p${String(id).padStart(4, '0')}`;
  return { document: { _id, version: id + 1, name: `n${id}`, ...more }, pending: [eventOf(_id, id + 1)] };
}

async function fill(store: Store, people: readonly WholeDocument<Person>[]): Promise<void> {
  for (let at = 0; at < people.length; at += 100)
    await store.transfer(PEOPLE).put(people.slice(at, at + 100));
}

const many = (count: number) => Array.from({ length: count }, (_, id) => person(id));

test('copies all, over several parts', async () => {
  await fill(from, many(250));
  const told: number[] = [];
  const copied = await copyCollection({
    from: from.transfer(PEOPLE),
    to: target(),
    onCopied: (n) => told.push(n),
  });
  expect(copied).toBe(250);
  expect(told).toEqual([100, 200, 250, 250]);
  const [before, after] = await digests();
  expect(after).toEqual(before);
  expect(after?.documents).toBe(250);
});

test('a copy that was cut off is gone on with, and what is the same is not written again', async () => {
  await fill(from, many(250));
  await fill(to, many(120));
  let put = 0;
  const counting = target();
  await copyCollection({
    from: from.transfer(PEOPLE),
    to: {
      ...counting,
      put(documents) {
        put += documents.length;
        return counting.put(documents);
      },
    },
  });
  expect(put).toBe(130);
  const [before, after] = await digests();
  expect(after).toEqual(before);
});

test('what has become different or is gone at the source is put right', async () => {
  await fill(
    from,
    many(205).filter((_, id) => id % 3 !== 0),
  );
  await fill(to, [...many(450), person(1, { name: 'other' })]);
  await copy();
  const [before, after] = await digests();
  expect(after).toEqual(before);
});

test('an empty source empties the target', async () => {
  await fill(to, many(150));
  expect(await copy()).toBe(0);
  expect((await digests())[1]?.documents).toBe(0);
});

test('digests differ where one pending event does', async () => {
  await fill(from, [person(1)]);
  await fill(to, [{ ...person(1), pending: [] }]);
  const [one, other] = await digests();
  expect(one?.digest).not.toBe(other?.digest);
});
