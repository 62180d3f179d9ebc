import { defineCollection } from '../declaration.ts';
import { documentSchema } from '../schema.ts';
import { type ContractContext, eventOf, insertAll, PEOPLE } from './fixture.ts';

const schema = documentSchema({ text: { type: String, required: true } });
schema.index({ text: 1 }, { name: 'text', unique: true });
const ADDED = defineCollection('added-1.run', schema);
const PUBLISHING = defineCollection('publishing-1.run', schema, { keepsEvents: true });

export function addedCollectionsContract({ store, openAnother }: ContractContext): void {
  describe('a collection added while the store is open', () => {
    test('keeps documents and its indexes, for every store that adds it, and what was there stays', async () => {
      const added = await store().add(ADDED);
      await insertAll(added, [{ _id: 'A', text: 'one' }]);
      const again = await (await openAnother()).add(ADDED);
      expect(await again.get('A')).toMatchObject({ text: 'one' });
      const twice = { _id: 'B', version: 1, text: 'one' };
      expect(await again.write({ document: twice, events: [] })).toEqual({
        status: 'duplicate',
        index: 'text',
      });
    });

    test('that many add at once is there for all of them', async () => {
      const stores = [store(), await openAnother(), await openAnother()];
      const added = await Promise.all(stores.map((each) => each.add(ADDED)));
      await insertAll(added[0] as (typeof added)[0], [{ _id: 'A', text: 'one' }]);
      for (const each of added) expect(await each.findOne({ text: 'one' })).toMatchObject({ _id: 'A' });
    });

    test('takes no events: nobody would publish them', async () => {
      const added = await store().add(ADDED);
      const write = { document: { _id: 'A', version: 1, text: 'one' }, events: [eventOf('A', 1)] };
      await expect(added.write(write)).rejects.toMatchObject({ name: 'StoreError', retryable: false });
      await expect(added.writeMany([write])).rejects.toMatchObject({ name: 'StoreError', retryable: false });
      expect(await added.count()).toBe(0);
    });

    test('publishes where it is declared so, for every store that adds it, and is not dropped before', async () => {
      const added = await store().add(PUBLISHING);
      const other = await openAnother();
      await other.add(PUBLISHING);
      const write = { document: { _id: 'A', version: 4, text: 'one' }, events: [eventOf('A', 4)] };
      expect(await added.writeMany([write])).toEqual([{ status: 'written' }]);
      const person = { document: { _id: 'B', version: 3, name: 'Bo' }, events: [eventOf('B', 3)] };
      await store().collection(PEOPLE).write(person);
      for (const each of [store(), other]) {
        const found = (await each.outbox.read(10)).map(({ collection, id }) => [collection, id]);
        expect(found).toEqual([
          [PEOPLE.name, 'B'],
          [PUBLISHING.name, 'A'],
        ]);
      }
      await expect(other.drop(PUBLISHING.name)).rejects.toMatchObject({
        name: 'StoreError',
        retryable: true,
      });
      expect(await added.count()).toBe(1);
      await other.outbox.markPublished(await other.outbox.read(10));
      await other.drop(PUBLISHING.name);
      for (const each of [store(), other]) expect(await each.outbox.read(10)).toEqual([]);
      const again = await other.add(PUBLISHING);
      await again.write(write);
      expect(await other.outbox.read(10)).toHaveLength(1);
    });

    test('goes with all it holds, and comes again empty; the others stay', async () => {
      const added = await store().add(ADDED);
      await insertAll(
        added,
        Array.from({ length: 250 }, (_, n) => ({ _id: `${n}`, text: `${n}` })),
      );
      await insertAll(store().collection(PEOPLE), [{ _id: 'A', name: 'Ada' }]);
      await store().drop(ADDED.name);
      const again = await store().add(ADDED);
      expect(await again.count()).toBe(0);
      await insertAll(again, [{ _id: '1', text: '1' }]);
      expect(await store().collection(PEOPLE).count()).toBe(1);
    });

    test('may be dropped by several at once, and where it is not there', async () => {
      const added = await store().add(ADDED);
      await insertAll(
        added,
        Array.from({ length: 250 }, (_, n) => ({ _id: `${n}`, text: `${n}` })),
      );
      const other = await openAnother();
      await Promise.all([store().drop(ADDED.name), other.drop(ADDED.name)]);
      await other.drop(ADDED.name);
      await store().drop('never-there');
    });

    test('is the only kind that goes: one declared at opening stays', async () => {
      await expect(store().drop(PEOPLE.name)).rejects.toMatchObject({
        name: 'StoreError',
        retryable: false,
      });
    });
  });
}
