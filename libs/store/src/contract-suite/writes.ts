import { change } from '../change.ts';
import { MAX_DOCUMENT_BYTES, StoreError, type WriteResult } from '../port.ts';
import { type ContractContext, eventOf, insertAll, PEOPLE, type Person } from './fixture.ts';

export function writeContract({ store, people, openAnother }: ContractContext): void {
  const ada: Person = { _id: 'A', version: 1, name: 'Ada', age: 36, address: { town: 'Ely' } };

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
      await people().mark('A', { fromNewerRelease: { deep: [1] }, place: 4 });
      await people().write({ previous: ada, document: { ...ada, version: 2, name: 'B' }, events: [] });
      expect(await people().get('A')).toEqual({
        ...ada,
        version: 2,
        name: 'B',
        fromNewerRelease: { deep: [1] },
        place: 4,
      });
    });

    test('does not undo a mark that changed since it was read', async () => {
      await people().mark('A', { place: 1 });
      const read = (await people().get('A')) as Person;
      await people().mark('A', { place: 2 });
      await people().write({ previous: read, document: { ...read, version: 2, name: 'B' }, events: [] });
      expect(await people().get('A')).toMatchObject({ name: 'B', place: 2 });
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
    expect(new Set(versions)).toEqual(new Set(Array.from({ length: 50 }, (_, place) => 1_000 + place)));
    expect(await people().get('A')).toMatchObject({ age: 50, version: 1_049 });
    const [entry] = await store().outbox.read(10);
    expect(entry?.events.map((event) => event.version)).toEqual([...versions].sort());
  });

  test('many writes: each has its own answer, in order, and none spoils another', async () => {
    await insertAll(people(), [
      { _id: 'A', name: 'A', email: 'a@x' },
      { _id: 'B', name: 'B' },
    ]);
    const old = { _id: 'B', name: 'B', version: 1 };
    expect(
      await people().writeMany([
        { document: { _id: 'C', name: 'C', version: 1 }, events: [] },
        { document: { _id: 'A', name: 'again', version: 1 }, events: [] },
        { document: { _id: 'D', name: 'D', email: 'a@x', version: 1 }, events: [] },
        { previous: old, document: { ...old, name: 'B2', version: 2 }, events: [] },
        { previous: old, document: { ...old, name: 'B3', version: 3 }, events: [] },
        { document: { _id: 'E', name: 'E', version: 1 }, events: [] },
      ]),
    ).toEqual([
      { status: 'written' },
      { status: 'conflict' },
      { status: 'duplicate', index: 'email' },
      { status: 'written' },
      { status: 'conflict' },
      { status: 'written' },
    ]);
    const found = await people().getMany(['A', 'B', 'C', 'D', 'E', 'nobody', 'A']);
    expect(found.map((person) => person.name).sort()).toEqual(['A', 'B2', 'C', 'E']);
  });

  describe('writes in order', () => {
    const old = { _id: 'B', name: 'B', version: 1 };
    const insert = (_id: string, more: Partial<Person> = {}) => ({
      document: { _id, name: _id, version: 1, ...more },
      events: [],
    });
    const update = (version: number, name: string, more: Partial<Person> = {}) => ({
      previous: { ...old, version },
      document: { ...old, version: version + 1, name, ...more },
      events: [],
    });
    beforeEach(() => insertAll(people(), [{ _id: 'A', name: 'A', email: 'a@x' }, old]));

    test('are all made, also several of one document', async () => {
      const writes = [insert('C'), update(1, 'B2'), update(2, 'B3'), insert('D')];
      expect(await people().writeInOrder(writes)).toEqual(writes.map(() => ({ status: 'written' })));
      const found = await people().getMany(['B', 'C', 'D']);
      expect(found.map(({ name }) => name).sort()).toEqual(['B3', 'C', 'D']);
      expect(await people().writeInOrder([])).toEqual([]);
    });

    test.each<[string, ReturnType<typeof update>, WriteResult]>([
      ['an insert of a taken id', { ...insert('A'), previous: undefined as never }, { status: 'conflict' }],
      ['an update that expects another version', update(7, 'X'), { status: 'conflict' }],
      [
        'an update of a document that is not there',
        { previous: { ...old, _id: 'Z' }, document: { ...old, _id: 'Z', version: 2 }, events: [] },
        { status: 'conflict' },
      ],
      [
        'an insert that a unique index refuses',
        insert('Z', { email: 'a@x' }) as never,
        { status: 'duplicate', index: 'email' },
      ],
      [
        'an update that a unique index refuses',
        update(1, 'X', { email: 'a@x' }),
        { status: 'duplicate', index: 'email' },
      ],
    ])('end at %s: nothing behind it is made', async (_, refused, result) => {
      const writes = [insert('C'), refused, insert('D'), update(1, 'late')];
      expect(await people().writeInOrder(writes)).toEqual([{ status: 'written' }, result]);
      expect((await people().getMany(['A', 'B', 'C', 'D', 'Z'])).map(({ name }) => name).sort()).toEqual([
        'A',
        'B',
        'C',
      ]);
    });

    test('show their first ones at whatever moment others look', async () => {
      const ids = Array.from({ length: 100 }, (_, n) => `N${String(n).padStart(3, '0')}`);
      let isDone = false;
      const written = people()
        .writeInOrder(ids.map((id) => insert(id, { school: 'S' })))
        .finally(() => {
          isDone = true;
        });
      while (!isDone) {
        const found = await people().find({ where: { school: 'S' }, sort: [['_id', 1]], limit: 100 });
        expect(found.map(({ _id }) => _id)).toEqual(ids.slice(0, found.length));
        await new Promise(setImmediate);
      }
      expect(await written).toHaveLength(100);
    });

    test('of two that begin from one version at once, one is made as far as it goes, and of the other nothing', async () => {
      const results = await Promise.all(
        ['one', 'two'].map((name) => people().writeInOrder([update(1, name), insert(name)])),
      );
      expect(results.map((result) => result.length).sort()).toEqual([1, 2]);
      const [winner] = ['one', 'two'].filter((_, n) => results[n]?.length === 2);
      expect((await people().get('B'))?.name).toBe(winner);
      expect((await people().getMany(['one', 'two'])).map(({ _id }) => _id)).toEqual([winner]);
    });

    test('have no events, and are at most 100', async () => {
      const refusal = { name: 'StoreError', retryable: false };
      const writes = Array.from({ length: 101 }, (_, n) => insert(`${n}`));
      await expect(people().writeInOrder(writes)).rejects.toMatchObject(refusal);
      const told = { ...insert('C'), events: [eventOf('C', 1)] };
      await expect(people().writeInOrder([insert('D'), told])).rejects.toMatchObject(refusal);
      expect(await people().getMany(['C', 'D'])).toEqual([]);
    });
  });

  test('more writes or ids than allowed are refused', async () => {
    const writes = Array.from({ length: 101 }, (_, n) => ({
      document: { ...ada, _id: `${n}` },
      events: [],
    }));
    await expect(people().writeMany(writes)).rejects.toMatchObject({ retryable: false });
    await expect(people().getMany(Array.from({ length: 1_001 }, String))).rejects.toBeInstanceOf(StoreError);
    expect(await people().count()).toBe(0);
  });

  test('a document that is too large with its events is refused, and spoils nothing', async () => {
    const large = { ...ada, name: 'é'.repeat(MAX_DOCUMENT_BYTES / 2 - 1_000) };
    const event = { ...eventOf('A', 1), event: { text: 'x'.repeat(3_000) } };
    const [tooLarge, beside] = await Promise.allSettled([
      people().write({ document: large, events: [event] }),
      people().write({ document: { ...ada, _id: 'B' }, events: [] }),
    ]);
    expect(tooLarge).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', retryable: false } });
    expect(beside).toMatchObject({ status: 'fulfilled', value: { status: 'written' } });
    expect(await people().get('A')).toBeUndefined();

    expect(await people().write({ document: large, events: [] })).toEqual({ status: 'written' });
    const update = {
      previous: large,
      document: { ...large, version: 2 },
      events: [{ ...event, version: 2 }],
    };
    await expect(people().write(update)).rejects.toMatchObject({ name: 'StoreError', retryable: false });
    expect(await people().get('A')).toEqual(large);
  });

  test.each<[string, Person, Person | undefined]>([
    ['a null member', { ...ada, email: null as unknown as string }, undefined],
    ['a version that does not grow', { ...ada, version: 1 }, ada],
    ['another id', { ...ada, _id: 'B', version: 2 }, ada],
    ['no whole version', { ...ada, version: 1.5 }, undefined],
  ])('%s is refused', async (_, document, previous) => {
    await expect(people().write({ previous, document, events: [] })).rejects.toMatchObject({
      retryable: false,
    });
  });

  test('a mark sets and takes out members outside the version, without an event', async () => {
    await people().write({ document: ada, events: [eventOf('A', 1)] });
    await store().outbox.markPublished(await store().outbox.read(1));
    await people().mark('A', { place: 7, age: undefined });
    const { age, ...rest } = ada;
    expect(await people().get('A')).toEqual({ ...rest, place: 7 });
    expect(await store().outbox.read(10)).toEqual([]);
    await people().mark('nobody', { place: 7 });
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
