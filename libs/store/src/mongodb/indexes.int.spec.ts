import { COLLECTIONS, NOTES } from '../contract-suite/fixture.ts';
import { defineCollection } from '../declaration.ts';
import { documentSchema } from '../schema.ts';
import { mongodbFixture } from './testing/mongodb-fixture.ts';
import { onMongodb } from './testing/on-mongodb.ts';

function notes(...indexes: [fields: Record<string, 1 | -1>, options: { name: string; unique?: boolean }][]) {
  const schema = documentSchema({ text: String });
  for (const [fields, options] of indexes) schema.index(fields, options);
  return [defineCollection('notes', schema)];
}

await onMongodb('indexes on MongoDB', (url) => {
  let fixture: ReturnType<typeof mongodbFixture>;

  beforeEach(() => {
    fixture = mongodbFixture(url);
  });
  afterEach(() => fixture.destroy());

  async function found(collection: string) {
    const indexes = await (await fixture.database()).collection(collection).indexes();
    return indexes.map(({ name, key, unique, partialFilterExpression }) => ({
      name,
      key: Object.entries(key),
      unique,
      partialFilterExpression,
    }));
  }

  test('are those declared, with the id behind one that must bear a sort, and the outbox’s', async () => {
    await fixture.open(COLLECTIONS);
    expect(await found('people')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'seat',
          key: [
            ['school', 1],
            ['seat', 1],
          ],
          unique: true,
          partialFilterExpression: { school: { $exists: true }, seat: { $exists: true } },
        }),
        expect.objectContaining({
          name: 'name_age',
          key: [
            ['name', 1],
            ['age', -1],
            ['_id', -1],
          ],
        }),
        expect.objectContaining({ name: '_pending', key: [['_pending.oldest', 1]] }),
      ]),
    );
  });

  test('that end in the id and are unique cover what has the other members', async () => {
    await fixture.open(
      notes([
        { text: 1, _id: 1 },
        { name: 'few', unique: true },
      ]),
    );
    const few = expect.objectContaining({
      name: 'few',
      unique: true,
      partialFilterExpression: { text: { $exists: true } },
    });
    expect(await found('notes')).toEqual(expect.arrayContaining([few]));
  });

  test('are made by many instances that start at once, and left as they are by the next', async () => {
    await Promise.all(Array.from({ length: 8 }, () => fixture.open(COLLECTIONS)));
    const before = await found('people');
    expect(before).toHaveLength(6);
    await fixture.open(COLLECTIONS);
    expect(await found('people')).toEqual(before);
  });

  test('that a later release adds are made, and those it no longer has stay', async () => {
    await fixture.open(notes([{ text: 1 }, { name: 'text' }]));
    await fixture.open(notes([{ version: 1 }, { name: 'version' }]));
    const names = (await found('notes')).map(({ name }) => name);
    expect(names.sort()).toEqual(['_id_', '_pending', 'text', 'version']);
  });

  test.each<[string, ...Parameters<typeof notes>]>([
    ['other members', [{ version: 1 }, { name: 'text' }]],
    ['another direction', [{ text: -1 }, { name: 'text' }]],
    ['uniqueness', [{ text: 1 }, { name: 'text', unique: true }]],
    ['another name only', [{ text: 1 }, { name: 'else' }]],
  ])('that would be others by %s are refused, and nothing is dropped', async (_, index) => {
    await fixture.open(notes([{ text: 1 }, { name: 'text' }]));
    const before = await found('notes');
    await expect(fixture.open(notes(index))).rejects.toMatchObject({
      name: 'StoreError',
      retryable: false,
      message: expect.stringContaining(`index notes:${index[1].name}`),
    });
    expect(await found('notes')).toEqual(before);
  });

  test('that documents break are refused without their values', async () => {
    const store = await fixture.open([NOTES]);
    for (const _id of ['A', 'B']) {
      await store.collection(NOTES).write({ document: { _id, version: 1, text: 'private' }, events: [] });
    }
    const refused = await fixture.open(notes([{ text: 1 }, { name: 'text', unique: true }])).catch(String);
    expect(refused).toContain('index notes:text');
    expect(refused).not.toContain('private');
  });
});
