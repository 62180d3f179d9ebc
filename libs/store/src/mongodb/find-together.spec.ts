import type { Query } from '../port.ts';
import { findTogether } from './find-together.ts';
import type { StoredDocument } from './stored-document.ts';

const person = (id: string, city: string, status = 'open'): StoredDocument => ({
  ...{ _id: id, version: 1 },
  state: { city, status },
});

/** A finder over some documents, which answers as a server does, and the calls that it got. */
function finder(documents: readonly StoredDocument[]) {
  const asked: Query[] = [];
  let now = 0;
  async function find(query: Query): Promise<StoredDocument[]> {
    asked.push(query);
    const city = query.where?.['state.city'] as string | { in: string[] };
    const cities = typeof city === 'string' ? [city] : city.in;
    const held = documents.filter(({ state }) => cities.includes((state as { city: string }).city));
    return held.slice(0, query.limit);
  }
  const together = findTogether({ find, findForAll: find, now: () => now });
  const ids = async (query: Query) => (await together(query)).map(({ _id }) => _id);
  return { asked, ids, pass: (ms: number) => (now += ms) };
}

const inCity = (city: string, limit = 10): Query => ({
  where: { 'state.city': city, 'state.status': { in: ['open'] } },
  sort: [['_id', 1]],
  limit,
});

test('queries that differ in their first value share a call, and each gets what it would by itself', async () => {
  const { asked, ids } = finder([person('A', 'York'), person('B', 'Leeds'), person('C', 'York')]);
  const found = await Promise.all(['York', 'Leeds', 'York', 'Hull'].map((city) => ids(inCity(city))));
  expect(found).toEqual([['A', 'C'], ['B'], ['A', 'C'], []]);
  expect(asked).toMatchObject([
    { where: { 'state.city': { in: ['York', 'Leeds', 'Hull'] }, 'state.status': { in: ['open'] } } },
  ]);
});

test('a limit is of each, and one that asks alone asks for no more', async () => {
  const { asked, ids } = finder([person('A', 'York'), person('B', 'Leeds'), person('C', 'York')]);
  expect(await Promise.all([ids(inCity('York', 1)), ids(inCity('Leeds', 1))])).toEqual([['A'], ['B']]);
  expect(await ids(inCity('York', 1))).toEqual(['A']);
  expect(asked.at(-1)).toEqual(inCity('York', 1));
});

test.each<[string, Query, Query]>([
  ['of other conditions', inCity('York'), { ...inCity('Leeds'), where: { 'state.city': 'Leeds' } }],
  ['of another limit', inCity('York', 1), inCity('Leeds', 2)],
  [
    'in another order',
    { ...inCity('York'), sort: [['name', 1]] },
    { ...inCity('Leeds'), sort: [['name', 1]] },
  ],
  ['that skip', { ...inCity('York'), skip: 1 }, { ...inCity('Leeds'), skip: 1 }],
])('queries %s are asked apart', async (_, one, other) => {
  const { asked, ids } = finder([person('A', 'York'), person('B', 'Leeds')]);
  await Promise.all([ids(one), ids(other)]);
  expect(asked).toHaveLength(2);
});

test('where they find too many together, each is asked by itself, and later ones are for a while', async () => {
  const many = Array.from({ length: 600 }, (_, index) => person(`A${index}`, 'York'));
  const { asked, ids, pass } = finder([...many, person('B', 'Leeds')]);
  const both = () => Promise.all([ids(inCity('York', 2)), ids(inCity('Leeds', 2))]);
  const found = [['A0', 'A1'], ['B']];
  expect(await both()).toEqual(found);
  expect(asked).toHaveLength(3);
  expect(await both()).toEqual(found);
  expect(asked).toHaveLength(5);
  pass(60_000);
  expect(await both()).toEqual(found);
  expect(asked).toHaveLength(8);
});
