import { InvalidDocumentError, MAX_DOCUMENT_BYTES } from '../port.ts';
import { ADA as ada, type ContractContext, eventOf, PEOPLE, type Person } from './fixture.ts';

/** Documents that are not stored: too large, not well-formed, or in breach of their schema. */
export function refusedDocumentsContract({ store, people }: ContractContext): void {
  test('a document that is too large with its events is refused, and spoils nothing', async () => {
    const large = { ...ada, name: 'é'.repeat(MAX_DOCUMENT_BYTES / 2 - 1_000) };
    const event = { ...eventOf('A', 1), event: { text: 'x'.repeat(3_000) } };
    const [tooLarge, other] = await Promise.allSettled([
      people().write({ document: large, events: [event] }),
      people().write({ document: { ...ada, _id: 'B' }, events: [] }),
    ]);
    expect(tooLarge).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', retryable: false } });
    expect(other).toMatchObject({ status: 'fulfilled', value: { status: 'written' } });
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

  describe('a document that breaks its schema', () => {
    const { name: _name, ...nameless } = ada;
    const broken: [string, object, string][] = [
      ['text where a number is due', { ...ada, age: '36' }, '"age" is no Number'],
      ['a number where text is due', { ...ada, email: 5 }, '"email" is no String'],
      ['a number where a choice is due', { ...ada, active: 1 }, '"active" is no Boolean'],
      ['a number below the least', { ...ada, age: -1 }, '"age" breaks "min"'],
      ['a required member that is missing', nameless, '"name" breaks "required"'],
    ];

    test.each(broken)('is not inserted: %s', async (_, document, fault) => {
      const write = { document: document as Person, events: [eventOf('A', 1)] };
      const refused = await people()
        .write(write)
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InvalidDocumentError);
      expect(refused).toMatchObject({ name: 'StoreError', retryable: false, faults: [fault] });
      await expect(
        people().writeMany([{ document: { ...ada, _id: 'B' }, events: [] }, write]),
      ).rejects.toThrow(InvalidDocumentError);
      await expect(people().writeInOrder([{ ...write, events: [] }])).rejects.toThrow(InvalidDocumentError);
      expect(await people().find({ limit: 9 })).toEqual([]);
      expect(await store().outbox.read(9)).toEqual([]);
    });

    test.each(broken)('is not updated to: %s', async (_, document) => {
      await people().write({ document: ada, events: [] });
      const write = { previous: ada, document: { ...document, version: 2 } as Person };
      await expect(people().write({ ...write, events: [eventOf('A', 2)] })).rejects.toThrow(
        InvalidDocumentError,
      );
      await expect(people().writeInOrder([{ ...write, events: [] }])).rejects.toThrow(InvalidDocumentError);
      expect(await people().get('A')).toEqual(ada);
      expect(await store().outbox.read(9)).toEqual([]);
    });

    test('is not made by a mark, nor put by a transfer', async () => {
      await people().write({ document: ada, events: [] });
      for (const members of [{ age: '36' }, { age: -1 }, { name: undefined }]) {
        await expect(people().mark('A', members)).rejects.toThrow(InvalidDocumentError);
      }
      const whole = { document: { ...ada, age: '36' } as unknown as Person, pending: [] };
      await expect(store().transfer(PEOPLE).put([whole])).rejects.toThrow(InvalidDocumentError);
      expect(await people().get('A')).toEqual(ada);
    });

    test('is named with all its faults, and without its values', async () => {
      const document = { ...nameless, age: 'secret' } as unknown as Person;
      await expect(people().write({ document, events: [] })).rejects.toThrow(
        'people: "name" breaks "required"; "age" is no Number',
      );
    });
  });

  test('members that the schema does not name are stored and kept, in an insert, an update and a mark', async () => {
    const newer = { ...ada, fromNewerRelease: { deep: [{}, { '': null }] }, 'odd.name$': 1 };
    await people().write({ document: newer, events: [] });
    await people().write({ previous: ada, document: { ...ada, version: 2, tags: [] }, events: [] });
    await people().mark('A', { position: 3 });
    expect(await people().get('A')).toEqual({ ...newer, version: 2, tags: [], position: 3 });
    expect(await people().findOne({ position: 3 })).toMatchObject({ _id: 'A' });
  });
}
