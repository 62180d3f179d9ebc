import { COLLECTIONS, eventOf, PEOPLE, type Person } from '../contract-suite/fixture.ts';
import type { Collection, Store } from '../port.ts';
import { mongodbFixture } from './testing/mongodb-fixture.ts';
import { onMongodb } from './testing/on-mongodb.ts';

await onMongodb('documents on MongoDB', (url) => {
  let fixture: ReturnType<typeof mongodbFixture>;
  let store: Store;
  let people: Collection<Person>;

  beforeEach(async () => {
    fixture = mongodbFixture(url);
    store = await fixture.open(COLLECTIONS);
    people = store.collection(PEOPLE);
  });
  afterEach(() => fixture.destroy());

  const hostile = JSON.parse(`{
    "": 1, "a.b": { "c.d": [{ "$set": 1 }] }, "$where": "1", "$ref": "r", "$id": "i", "$db": "d", "%24": 2,
    "_bsontype": "ObjectId", "__proto__": { "x": 1 }, "a\\u0000b": 3, "$oid": "5f", "$date": 1, "text": "$name", "constructor": 4
  }`);

  test('keep members of any name, inserted and updated', async () => {
    const document = { _id: '$A.b', version: 1, name: '$name', params: hostile, ...hostile } as Person;
    await people.write({ document, events: [] });
    const read = (await people.get('$A.b')) as Person;
    expect(JSON.parse(JSON.stringify(read))).toEqual(document);
    const changed = { ...read, version: 2, 'a.b': { 'c.d': 2 }, $where: hostile, '': 2 } as Person;
    Reflect.deleteProperty(changed, '$ref');
    expect(await people.write({ previous: read, document: changed, events: [] })).toEqual({
      status: 'written',
    });
    expect(await people.get('$A.b')).toEqual(changed);
    expect(await people.findOne({ name: '$name' })).toEqual(changed);
  });

  test('keep their events out of sight, and the name of that member for the store', async () => {
    const document = { _id: 'A', version: 1, name: 'A' };
    await people.write({ document, events: [eventOf('A', 1)] });
    const stored = await (await fixture.database()).collection('people').findOne({});
    expect(stored).toMatchObject({ ...document, _pending: { oldest: 1, events: [{ version: 1 }] } });
    expect(await people.find({ limit: 1 })).toEqual([document]);
    expect(await people.getMany(['A'])).toEqual([document]);
    const forged = { ...document, _pending: {}, version: 2 };
    await expect(people.write({ previous: document, document: forged, events: [] })).rejects.toMatchObject({
      retryable: false,
    });
    await expect(people.mark('A', { _pending: 1 })).rejects.toMatchObject({ retryable: false });
  });

  test('are refused when what waits with them grows too large, until it is published', async () => {
    const write = (from: number) =>
      people.write({
        previous: { _id: 'A', version: from, name: 'A' },
        document: { _id: 'A', version: from + 1, name: 'A' },
        events: [{ ...eventOf('A', from + 1), event: { text: 'x'.repeat(60_000) } }],
      });
    await people.write({ document: { _id: 'A', version: 1, name: 'A' }, events: [] });
    for (const version of [1, 2, 3, 4]) expect(await write(version)).toEqual({ status: 'written' });
    await expect(write(5)).rejects.toMatchObject({ name: 'StoreError', retryable: false });
    expect(await write(4)).toEqual({ status: 'conflict' });
    await store.outbox.markPublished(await store.outbox.read(1));
    expect(await write(5)).toEqual({ status: 'written' });
  });

  test('sent together: nothing is written where one may not be stored, and one document’s writes keep their order', async () => {
    const at = (version: number) => ({ _id: 'A', version, name: `A${version}` });
    const writes = [
      { document: at(1), events: [eventOf('A', 1)] },
      ...[1, 2, 3].map((from) => ({ previous: at(from), document: at(from + 1), events: [] })),
      { document: { _id: 'C', version: 1, name: 'C' }, events: [] },
    ];
    const refused = { document: { _id: 'B', version: 1, name: null as unknown as string }, events: [] };
    await expect(people.writeMany([...writes, refused])).rejects.toMatchObject({ retryable: false });
    expect(await people.count()).toBe(0);
    await people.writeMany(writes);
    expect(await people.find({ sort: [['_id', 1]], limit: 9 })).toEqual([
      at(4),
      { _id: 'C', version: 1, name: 'C' },
    ]);
  });

  test('a lease’s holder is a text like any other', async () => {
    const lease = store.lease('relay');
    expect(await lease.acquire('$until', 60_000)).toBe(true);
    expect(await lease.acquire('other', 60_000)).toBe(false);
    expect(await lease.acquire('$until', 60_000)).toBe(true);
    await lease.release('$until');
    expect(await lease.acquire('other', 60_000)).toBe(true);
  });
});
