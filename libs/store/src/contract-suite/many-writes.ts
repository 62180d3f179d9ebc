import { StoreError, type WriteResult } from '../port.ts';
import { ADA as ada, type ContractContext, eventOf, insertAll, type Person } from './fixture.ts';

/** Many writes at once, each by itself or in order. */
export function manyWritesContract({ people }: ContractContext): void {
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
      const withEvents = { ...insert('C'), events: [eventOf('C', 1)] };
      await expect(people().writeInOrder([insert('D'), withEvents])).rejects.toMatchObject(refusal);
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
}
