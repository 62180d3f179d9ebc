import type { WholeDocument } from '../port.ts';
import { type ContractContext, eventOf, NOTES, onItsWay, PEOPLE, type Person } from './fixture.ts';

function whole(id: string, version: number, more: Partial<Person> = {}): WholeDocument<Person> {
  return { document: { _id: id, version, name: `of ${id}`, ...more }, pending: [] };
}

/** Copying a collection elsewhere. */
export function transferContract({ store, people }: ContractContext): void {
  const transfer = () => store().transfer(PEOPLE);

  describe('carrying a collection', () => {
    test('reads all in the order of the ids, bytes first, a part at a time', async () => {
      const ids = ['a', 'B', 'é', '10', '9', 'Z-1', '\u{1F600}', '\uFFFD', 'ab'];
      await transfer().put(ids.map((id) => whole(id, 1)));
      const read: string[] = [];
      for (;;) {
        const some = await transfer().read(read.at(-1) ?? '', 2);
        if (some.length === 0) break;
        read.push(...some.map(({ document }) => document._id));
      }
      const inOrder = ids.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      expect(read).toEqual(inOrder);
    });

    test('carries marks and pending events, and what is put is what was read', async () => {
      const document: Person = {
        _id: 'a',
        version: 5,
        name: 'Ann',
        address: { town: 'Bath', verified: true },
      };
      await people().write({ document, events: [{ ...eventOf('a', 5), partitionKey: 'p' }] });
      const newer = { ...document, version: 7, 'odd.name$': [{ '%': null }] };
      await people().write({ previous: document, document: newer, events: [eventOf('a', 7)] });
      await people().mark('a', { position: 3 });
      const [read, ...others] = await transfer().read('', 10);
      expect(others).toEqual([]);
      expect(read?.document).toEqual({ ...newer, position: 3 });
      expect(read?.pending).toEqual([{ ...eventOf('a', 5), partitionKey: 'p' }, eventOf('a', 7)]);
      await people().purge(['a']);
      await transfer().put(read === undefined ? [] : [read]);
      expect(await transfer().read('', 10)).toEqual([read]);
      expect(await store().outbox.read(10)).toEqual([
        { collection: 'people', id: 'a', events: read?.pending.map(onItsWay) },
      ]);
    });

    test('what is put stands in place of what was there, whatever its version', async () => {
      await people().write({
        document: { _id: 'a', version: 9, name: 'Old', email: 'old@example.org' },
        events: [eventOf('a', 9)],
      });
      await transfer().put([whole('a', 4), whole('b', 4)]);
      expect(await people().get('a')).toEqual(whole('a', 4).document);
      expect(await store().outbox.read(10)).toEqual([]);
      expect(await people().findOne({ email: 'old@example.org' })).toBeUndefined();
    });

    test('a document that was put is written on as any other', async () => {
      await transfer().put([whole('a', 4)]);
      const previous = await people().get('a');
      const document: Person = { _id: 'a', version: 8, name: 'Ann' };
      expect(await people().write({ previous, document, events: [eventOf('a', 8)] })).toEqual({
        status: 'written',
      });
      expect(await store().outbox.read(10)).toHaveLength(1);
    });

    test('a unique index refuses, for good', async () => {
      await transfer().put([whole('a', 1, { email: 'ann@example.org' })]);
      const second = whole('b', 1, { email: 'ann@example.org' });
      await expect(transfer().put([second])).rejects.toMatchObject({ name: 'StoreError', retryable: false });
    });

    test('nothing is nothing', async () => {
      await store().transfer(NOTES).put([]);
      expect(await store().transfer(NOTES).read('', 10)).toEqual([]);
    });
  });
}
