import { type ContractContext, eventOf, insertAll, NOTES, onItsWay, PEOPLE, type Person } from './fixture.ts';

export function outboxContract({ store, people, openAnother }: ContractContext): void {
  const ada: Person = { _id: 'A', version: 1, name: 'Ada' };
  const insert = () => people().write({ document: ada, events: [eventOf('A', 1)] });
  const update = (from: number, to: number, ...types: string[]) =>
    people().write({
      previous: { ...ada, version: from },
      document: { ...ada, version: to },
      events: (types.length === 0 ? ['person.changed'] : types).map((type) => eventOf('A', to, type)),
    });
  const versions = async () =>
    (await store().outbox.read(10)).map((entry) => [entry.id, ...entry.events.map((event) => event.version)]);

  describe('the outbox', () => {
    test('gives events as they were written, in the order of versions, until they are published', async () => {
      await insert();
      await update(1, 5, 'first', 'second');
      await update(5, 6);
      const entries = await store().outbox.read(10);
      expect(entries).toEqual([
        {
          collection: 'people',
          id: 'A',
          events: [eventOf('A', 1), eventOf('A', 5, 'first'), eventOf('A', 5, 'second'), eventOf('A', 6)].map(
            onItsWay,
          ),
        },
      ]);
      await store().outbox.markPublished(entries);
      expect(await store().outbox.read(10)).toEqual([]);
      expect(await people().get('A')).toEqual({ ...ada, version: 6 });
    });

    test('keeps a partition key where an event has one', async () => {
      const event = { ...eventOf('A', 1), partitionKey: 'S' };
      await people().write({ document: ada, events: [event] });
      expect((await store().outbox.read(1))[0]?.events).toEqual([onItsWay(event)]);
    });

    test('gives every event unchanged, even one that contains the separators of events', async () => {
      const event = { text: '[{"topic":"t","event":{}},{"topic":', event: [{ topic: 'a' }, { topic: 'b' }] };
      const events = [{ ...eventOf('A', 1), key: '","event":{"', event }];
      await people().write({ document: ada, events });
      expect((await store().outbox.read(1))[0]?.events).toEqual(events.map(onItsWay));
    });

    test('leaves events that came after the reading', async () => {
      await insert();
      const entries = await store().outbox.read(10);
      await update(1, 2);
      await store().outbox.markPublished(entries);
      expect(await versions()).toEqual([['A', 2]]);
      await store().outbox.markPublished(entries);
      expect(await versions()).toEqual([['A', 2]]);
    });

    test('passes over events whose document is purged or unknown', async () => {
      await insert();
      const entries = await store().outbox.read(10);
      await people().purge(['A']);
      await store().outbox.markPublished(entries);
      expect(await store().outbox.read(10)).toEqual([]);
    });

    test('reads all collections, no more documents than asked for, the longest waiting first', async () => {
      const note = { _id: 'N', text: 'n', version: 3 };
      await store()
        .collection(NOTES)
        .write({ document: note, events: [eventOf('N', 3)] });
      await people().write({ document: { ...ada, _id: 'B', version: 4 }, events: [eventOf('B', 4)] });
      await insert();
      await update(1, 9);
      await insertAll(people(), [{ _id: 'silent', name: 'S' }]);
      expect(await versions()).toEqual([
        ['A', 1, 9],
        ['N', 3],
        ['B', 4],
      ]);
      expect(await store().outbox.read(2)).toHaveLength(2);
      const of = async (...names: string[]) =>
        (await store().outbox.read(10, new Set(names))).map(({ id }) => id);
      expect(await of('notes')).toEqual(['N']);
      expect(await of('notes', 'people')).toEqual(['A', 'N', 'B']);
      expect(await of()).toEqual([]);
      expect(await of('nowhere')).toEqual([]);
    });

    test('hands out a great backlog in parts', async () => {
      const events = [{ ...eventOf('x', 1), event: { text: 'x'.repeat(200_000) } }];
      for (let n = 0; n < 6; n++) await people().write({ document: { ...ada, _id: `${n}` }, events });
      let read = 0;
      while (read < 6) {
        const entries = await store().outbox.read(100);
        expect(entries.length).toBeGreaterThan(0);
        expect(JSON.stringify(entries).length).toBeLessThan(1_000_000);
        await store().outbox.markPublished(entries);
        read += entries.length;
      }
      expect(await store().outbox.read(100)).toEqual([]);
    });

    test('is seen by every store of the place', async () => {
      await insert();
      const other = await openAnother();
      const entries = await other.outbox.read(10);
      await other.outbox.markPublished(entries);
      expect(await store().outbox.read(10)).toEqual([]);
      expect(await other.collection(PEOPLE).get('A')).toEqual(ada);
    });

    test('calls its listener after writes with events, once they can be read, until the listener is removed', async () => {
      const seen: Promise<unknown[]>[] = [];
      const collections: string[] = [];
      const stop = store().outbox.onWrite((collection) => {
        collections.push(collection);
        seen.push(versions());
      });
      await insertAll(people(), [{ _id: 'silent', name: 'S' }]);
      await people().mark('silent', { seat: 1 });
      await update(7, 8);
      expect(seen).toHaveLength(0);
      await insert();
      expect(await Promise.all(seen)).toEqual([[['A', 1]]]);
      expect(collections).toEqual(['people']);
      stop();
      await update(1, 2);
      expect(seen).toHaveLength(1);
    });
  });
}
