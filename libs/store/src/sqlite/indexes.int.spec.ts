import { DatabaseSync } from 'node:sqlite';
import { COLLECTIONS, insertAll, PEOPLE } from '../contract-suite/fixture.ts';
import { declaredIndexes, defineCollection } from '../declaration.ts';
import type { DocumentSchema, Query } from '../port.ts';
import { documentSchema } from '../schema.ts';
import { selectCount, selectDocuments } from './select.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

type Fields = Parameters<DocumentSchema['index']>[0];

function thingsWith(...indexes: [fields: Fields, options: Record<string, unknown>][]) {
  const schema = documentSchema({ code: String, size: Number });
  for (const [fields, options] of indexes) schema.index(fields, options);
  return defineCollection('things', schema);
}

describe('indexes on SQLite', () => {
  let fixture: Awaited<ReturnType<typeof sqliteFixture>>;

  beforeEach(async () => {
    fixture = await sqliteFixture();
  });
  afterEach(() => fixture.destroy());

  /** What SQLite has on disk, read past the store. */
  function inspect<T>(read: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(fixture.file, { readOnly: true });
    try {
      return read(database);
    } finally {
      database.close();
    }
  }

  function planOf({ sql, parameters }: { sql: string; parameters: (string | number)[] }): string {
    return inspect((database) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
      return steps.map((step) => step.detail).join('; ');
    });
  }

  function indexesOfThings(): string[] {
    return inspect((database) =>
      database
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'things:%' ORDER BY name`)
        .all()
        .map((row) => String(row.name)),
    );
  }

  test.each<[string, Query, string]>([
    ['equality', { where: { email: 'a@x' }, limit: 1 }, 'people:email'],
    ['in', { where: { email: { in: ['a', 'b'] } }, limit: 1 }, 'people:email'],
    ['a nested path', { where: { 'address.town': 'Ely' }, limit: 1 }, 'people:town'],
    ['a prefix', { where: { name: 'Ada' }, limit: 1 }, 'people:name_age'],
    ['prefix and range', { where: { name: 'Ada', age: { gte: 3 } }, limit: 1 }, 'people:name_age'],
    [
      'range and sort',
      { where: { school: 'S', seat: { gt: 3 } }, sort: [['seat', 1]], limit: 9 },
      'people:seat',
    ],
    ['sort', { where: { name: 'Ada' }, sort: [['age', -1]], limit: 9 }, 'people:name_age'],
    [
      'sort alone',
      {
        sort: [
          ['name', 1],
          ['age', -1],
        ],
        limit: 9,
      },
      'people:name_age',
    ],
    ['ids', { where: { _id: { in: ['A'] } }, limit: 1 }, 'autoindex_people'],
  ])('serve a query by %s', async (_, query, index) => {
    await fixture.open(COLLECTIONS);
    const plan = planOf(selectDocuments('people', query));
    expect(plan).toContain(index);
    // To walk an index in its order is no scan of documents; json_each is the list that was given.
    expect(plan.replaceAll(/SCAN json_each|SCAN people USING INDEX/g, '')).not.toContain('SCAN');
  });

  test('one that a unique index repeats is not made, and the unique one bears its sort, both ways', async () => {
    const things = thingsWith(
      [
        { code: 1, size: 1 },
        { name: 'guard', unique: true },
      ],
      [{ code: 1, size: 1 }, { name: 'bySize' }],
      [{ code: 1 }, { name: 'byCode' }],
    );
    await fixture.open([things]);
    expect(indexesOfThings()).toEqual(['things:_pending', 'things:byCode', 'things:guard']);
    for (const direction of [1, -1] as const) {
      const where = { code: 'A', size: { gte: 1 } };
      const query: Query = { where, sort: [['size', direction]], limit: 9 };
      const plan = planOf(selectDocuments('things', query, declaredIndexes(things)));
      expect(plan).toContain('things:guard');
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });

  test.each<[string, Omit<Query, 'limit'>, boolean]>([
    ['one value and a sorted range', { where: { code: 'A', size: { gt: 1 } }, sort: [['size', 1]] }, false],
    ['one value of each', { where: { code: 'A', size: 1 }, sort: [['version', 1]] }, false],
    ['a range that is not in the sort', { where: { code: 'A', size: { gt: 1 } }, sort: [['code', 1]] }, true],
    ['some values not in the sort', { where: { code: { in: ['A'] }, size: 1 }, sort: [['size', 1]] }, true],
    ['a member that may be absent', { where: { code: 'A' }, sort: [['size', 1]] }, true],
    ['one that is absent', { where: { code: 'A', size: { exists: false } }, sort: [['size', 1]] }, true],
  ])('the id breaks ties where a unique index leaves any: %s', (_, query, hasTies) => {
    const things = thingsWith([
      { code: 1, size: 1 },
      { name: 'guard', unique: true },
    ]);
    const { sql } = selectDocuments('things', { ...query, limit: 9 }, declaredIndexes(things));
    expect(/ORDER BY .*, id ASC/.test(sql)).toBe(hasTies);
  });

  test.each<[string, Query]>([
    ['with a prefix', { where: { name: 'Ada' }, sort: [['age', -1]], limit: 9 }],
    ['backwards', { where: { name: 'Ada' }, sort: [['age', 1]], limit: 9 }],
    ['of a single member', { where: { 'address.town': 'Ely' }, sort: [['_id', 1]], limit: 9 }],
  ])('bear a sort %s together with its ties', async (_, query) => {
    await fixture.open(COLLECTIONS);
    const plan = planOf(selectDocuments('people', query));
    expect(plan).toMatch(/USING INDEX people:/);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  test('serve a count without its documents', async () => {
    await fixture.open(COLLECTIONS);
    expect(planOf(selectCount('people', { name: 'Ada' }))).toContain('COVERING INDEX');
  });

  test('that end in the id and are unique refuse nothing, cover what has the other members, and serve it', async () => {
    const declared = thingsWith([
      { code: 1, size: 1, _id: 1 },
      { name: 'few', unique: true },
    ]);
    const things = (await fixture.open([declared])).collection(declared);
    await insertAll(things, [
      { _id: 'A', code: 'x', size: 1 },
      { _id: 'B', code: 'x', size: 1 },
      { _id: 'C', code: 'x' },
      { _id: 'D' },
    ]);
    const query: Query = { where: { code: 'x', size: { lte: 1 } }, sort: [['size', 1]], limit: 9 };
    expect((await things.find(query)).map(({ _id }) => _id)).toEqual(['A', 'B']);
    expect(planOf(selectDocuments('things', query))).toMatch(/^SEARCH things USING INDEX things:few [^;]*$/);
    const definition = inspect((database) =>
      database.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'things:few'`).get(),
    );
    expect(definition?.sql).not.toContain('id IS NOT NULL');
  });

  test('are made anew where their definition has changed, and left where they are declared no longer', async () => {
    const first = await fixture.open([
      thingsWith([{ code: 1 }, { name: 'code' }], [{ size: 1 }, { name: 'size' }]),
    ]);
    await first.close();
    const changed = thingsWith([{ code: 1 }, { name: 'code', unique: true }]);
    const things = (await fixture.open([changed])).collection(changed);
    expect(indexesOfThings()).toEqual(['things:_pending', 'things:code', 'things:size']);
    await insertAll(things, [{ _id: 'A', code: 'x' }]);
    const again = { document: { _id: 'B', code: 'x', version: 1 }, events: [] };
    expect(await things.write(again)).toEqual({ status: 'duplicate', index: 'code' });
  });

  test('that the documents there already break stop the opening, and nothing is lost', async () => {
    const plain = thingsWith([{ code: 1 }, { name: 'code' }]);
    const store = await fixture.open([plain]);
    await insertAll(store.collection(plain), [
      { _id: 'A', code: 'x' },
      { _id: 'B', code: 'x' },
    ]);
    const unique = thingsWith([{ code: 1 }, { name: 'code', unique: true }]);
    await expect(fixture.open([unique])).rejects.toMatchObject({
      name: 'StoreError',
      retryable: false,
      message: expect.stringContaining('things:code'),
    });
    expect(indexesOfThings()).toEqual(['things:_pending', 'things:code']);
    expect(await store.collection(plain).count()).toBe(2);
  });

  test.each<[string, Fields, Record<string, unknown>]>([
    ['without a name', { code: 1 }, {}],
    ['of another engine’s kind', { code: 'text' }, { name: 'code' }],
    ['with another engine’s option', { code: 1 }, { name: 'code', expireAfterSeconds: 5 }],
  ])('%s are refused', async (_, fields, options) => {
    await expect(fixture.open([thingsWith([fields, options])])).rejects.toMatchObject({ retryable: false });
  });

  test('a collection that was not declared at opening is refused', async () => {
    const store = await fixture.open([PEOPLE]);
    expect(() => store.collection(thingsWith())).toThrow('things');
  });
});
