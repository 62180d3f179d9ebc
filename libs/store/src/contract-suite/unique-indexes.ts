import { type ContractContext, insertAll } from './fixture.ts';

export function indexContract({ people }: ContractContext): void {
  describe('a unique index', () => {
    test('refuses a second document with its value, by its name, and takes it once it is free', async () => {
      const [first] = await insertAll(people(), [{ _id: 'A', name: 'A', email: 'a@x' }]);
      const second = { document: { _id: 'B', name: 'B', email: 'a@x', version: 1 }, events: [] };
      expect(await people().write(second)).toEqual({ status: 'duplicate', index: 'email' });
      expect(await people().get('B')).toBeUndefined();
      const freed = { _id: 'A', name: 'A', version: 2 };
      await people().write({ previous: first, document: freed, events: [] });
      expect(await people().write(second)).toEqual({ status: 'written' });
      expect(
        await people().write({
          previous: freed,
          document: { ...freed, email: 'a@x', version: 3 },
          events: [],
        }),
      ).toEqual({ status: 'duplicate', index: 'email' });
    });

    test('covers only documents that have the member', async () => {
      await insertAll(people(), [
        { _id: 'A', name: 'A' },
        { _id: 'B', name: 'B' },
      ]);
      expect(await people().count({ email: { exists: false } })).toBe(2);
    });

    test('of two members covers only documents that have both', async () => {
      await insertAll(people(), [
        { _id: 'A', name: 'A', school: 'S', seat: 1 },
        { _id: 'B', name: 'B', school: 'S', seat: 2 },
        { _id: 'C', name: 'C', school: 'T', seat: 1 },
        { _id: 'D', name: 'D', school: 'S' },
        { _id: 'E', name: 'E', school: 'S' },
        { _id: 'F', name: 'F', seat: 1 },
      ]);
      const document = { _id: 'G', name: 'G', school: 'S', seat: 2, version: 1 };
      expect(await people().write({ document, events: [] })).toEqual({ status: 'duplicate', index: 'seat' });
    });

    test('lets one of two racing writers through', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          people().write({ document: { _id: `${n}`, name: 'N', email: 'same@x', version: 1 }, events: [] }),
        ),
      );
      expect(results.filter((result) => result.status === 'written')).toHaveLength(1);
      expect(results.filter((result) => result.status === 'duplicate')).toHaveLength(19);
    });
  });
}
