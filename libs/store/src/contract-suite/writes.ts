import { change } from '../change.ts';
import { StoreError } from '../port.ts';
import { ADA as ada, type ContractContext, eventOf, insertAll, PEOPLE, type Person } from './fixture.ts';

/** One document's write: insert, update, mark, purge. */
export function writeContract({ store, people, openAnother }: ContractContext): void {
  describe('an insert', () => {
    test('is there afterwards, exactly as it was given', async () => {
      const document = { ...ada, name: 'Zoë "\\ 😀 \u0000 __proto__', tags: [], active: false };
      expect(await people().write({ document, events: [] })).toEqual({ status: 'written' });
      expect(await people().get('A')).toEqual(document);
    });

    test('of a taken id is a conflict and changes nothing, whatever else would refuse it', async () => {
      await people().write({ document: { ...ada, email: 'a@x' }, events: [] });
      const again = { ...ada, email: 'a@x', version: 9 };
      expect(await people().write({ document: again, events: [] })).toEqual({ status: 'conflict' });
      expect(await people().get('A')).toEqual({ ...ada, email: 'a@x' });
    });

    test('is found by a store opened later', async () => {
      await people().write({ document: ada, events: [eventOf('A', 1)] });
      await store().close();
      const later = await openAnother();
      expect(await later.collection(PEOPLE).get('A')).toEqual(ada);
      expect(await later.outbox.read(10)).toHaveLength(1);
    });

    test('takes what it was given when it was called', async () => {
      const document = { ...ada, tags: ['first'] };
      const written = people().write({ document, events: [] });
      document.tags.push('second');
      await written;
      expect(await people().get('A')).toMatchObject({ tags: ['first'] });
    });
  });

  describe('an update', () => {
    beforeEach(() => people().write({ document: ada, events: [] }));

    test('sets members that differ and takes out those that are gone', async () => {
      const { age, ...rest } = ada;
      const document = { ...rest, version: 2, name: 'Ada L.', address: { verified: true }, email: 'a@x' };
      expect(await people().write({ previous: ada, document, events: [] })).toEqual({ status: 'written' });
      expect(await people().get('A')).toEqual(document);
    });

    test('that expects another version is a conflict and changes nothing', async () => {
      const previous = { ...ada, version: 2 };
      const document = { ...ada, version: 3, name: 'X' };
      expect(await people().write({ previous, document, events: [eventOf('A', 3)] })).toEqual({
        status: 'conflict',
      });
      expect(await people().get('A')).toEqual(ada);
      expect(await store().outbox.read(10)).toEqual([]);
    });

    test('of a document that is not there is a conflict', async () => {
      const previous = { ...ada, _id: 'B' };
      const document = { ...previous, version: 2 };
      expect(await people().write({ previous, document, events: [] })).toEqual({ status: 'conflict' });
      expect(await people().get('B')).toBeUndefined();
    });

    test('leaves alone what it did not read: an unknown member, a mark set meanwhile', async () => {
      await people().mark('A', { fromNewerRelease: { deep: [1] }, seat: 4 });
      await people().write({ previous: ada, document: { ...ada, version: 2, name: 'B' }, events: [] });
      expect(await people().get('A')).toEqual({
        ...ada,
        version: 2,
        name: 'B',
        fromNewerRelease: { deep: [1] },
        seat: 4,
      });
    });

    test('does not undo a mark that changed since it was read', async () => {
      await people().mark('A', { seat: 1 });
      const read = (await people().get('A')) as Person;
      await people().mark('A', { seat: 2 });
      await people().write({ previous: read, document: { ...read, version: 2, name: 'B' }, events: [] });
      expect(await people().get('A')).toMatchObject({ name: 'B', seat: 2 });
    });
  });

  test('fifty writers of one document by change: none is lost, each version is new', async () => {
    await people().write({ document: { ...ada, age: 0 }, events: [] });
    const versions = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const changed = await change(
          people(),
          () => 1_000,
          'A',
          (current) => ({
            ...(current && { document: { ...current, age: (current.age ?? 0) + 1 } }),
            events: (document) => [eventOf('A', document.version)],
            result: undefined,
          }),
        );
        return changed.status === 'changed' ? changed.document.version : undefined;
      }),
    );
    expect(new Set(versions)).toEqual(new Set(Array.from({ length: 50 }, (_, n) => 1_000 + n)));
    expect(await people().get('A')).toMatchObject({ age: 50, version: 1_049 });
    const [entry] = await store().outbox.read(10);
    expect(entry?.events.map((event) => event.version)).toEqual([...versions].sort());
  });

  test('a mark sets and takes out members outside the version, without an event', async () => {
    await people().write({ document: ada, events: [eventOf('A', 1)] });
    await store().outbox.markPublished(await store().outbox.read(1));
    await people().mark('A', { seat: 7, age: undefined });
    const { age, ...rest } = ada;
    expect(await people().get('A')).toEqual({ ...rest, seat: 7 });
    expect(await store().outbox.read(10)).toEqual([]);
    await people().mark('nobody', { seat: 7 });
    expect(await people().get('nobody')).toBeUndefined();
    await expect(people().mark('A', { version: 3 })).rejects.toBeInstanceOf(StoreError);
    await expect(people().mark('A', { 'address.town': 'X' })).rejects.toBeInstanceOf(StoreError);
  });

  test('a purge deletes for good, events and all', async () => {
    await people().write({ document: ada, events: [eventOf('A', 1)] });
    await insertAll(
      people(),
      Array.from({ length: 150 }, (_, n) => ({ _id: `P${n}`, name: 'P' })),
    );
    await people().purge(['A', 'nobody', ...Array.from({ length: 149 }, (_, n) => `P${n}`)]);
    expect(await people().find({ limit: 10 })).toEqual([{ _id: 'P149', name: 'P', version: 1 }]);
    expect(await store().outbox.read(10)).toEqual([]);
  });

  test('a closed store finishes what it took, then refuses as one that may be there again', async () => {
    const writes = Array.from({ length: 250 }, (_, n) =>
      people().write({ document: { ...ada, _id: `${n}` }, events: [] }),
    );
    const closed = store().close();
    await expect(people().write({ document: ada, events: [] })).rejects.toMatchObject({ retryable: true });
    expect(await Promise.all(writes)).toHaveLength(250);
    await closed;
    await store().close();
    await expect(people().get('A')).rejects.toMatchObject({ name: 'StoreError', retryable: true });
    await expect(store().ping()).rejects.toBeInstanceOf(StoreError);
    expect(await (await openAnother()).collection(PEOPLE).count()).toBe(250);
  });
}
