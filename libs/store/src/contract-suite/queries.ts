import { type Filter, StoreError } from '../port.ts';
import { type ContractContext, ids, insertAll } from './fixture.ts';

export function queryContract({ people }: ContractContext): void {
  describe('a query', () => {
    beforeEach(() =>
      insertAll(people(), [
        { _id: 'A', name: 'Ada', age: 1, active: true, address: { town: 'Ely', verified: true } },
        { _id: 'B', name: 'Bob', age: 5, active: false, email: 'b@x', address: { town: 'Ayr' } },
        { _id: 'C', name: 'Cy', age: 5, school: 'S', seat: 3, tags: ['x'] },
        { _id: 'D', name: 'Dee', age: 0, school: 'S', seat: 1 },
        { _id: 'E', name: 'Eve', age: 9, school: 'S', seat: 2 },
      ]),
    );

    test.each<[string, Filter, string]>([
      ['nothing', {}, 'ABCDE'],
      ['text', { name: 'Bob' }, 'B'],
      ['a number', { age: 5 }, 'BC'],
      ['true, which is not 1', { active: true }, 'A'],
      ['false, which is not 0 nor absent', { active: false }, 'B'],
      ['1, which is not true', { active: 1 }, ''],
      ['0, which is not false', { active: { in: [0, 1] } }, ''],
      ['a number given as text', { age: '5' }, ''],
      ['the id', { _id: 'C' }, 'C'],
      ['some ids', { _id: { in: ['A', 'E', 'X'] } }, 'AE'],
      ['ids after another', { _id: { gt: 'C' } }, 'DE'],
      ['the version', { version: { gte: 1 } }, 'ABCDE'],
      ['one of several', { name: { in: ['Ada', 'Eve', 'Zed'] } }, 'AE'],
      ['one of several of two types', { age: { in: [9, '5', true] } }, 'E'],
      ['one of none', { name: { in: [] } }, ''],
      ['a range without its ends', { age: { gt: 1, lt: 9 } }, 'BC'],
      ['a range with its ends', { age: { gte: 1, lte: 9 } }, 'ABCE'],
      ['a range of text', { name: { gte: 'B', lt: 'D' } }, 'BC'],
      ['text against numbers', { age: { gte: '' } }, ''],
      ['numbers against text', { name: { gte: 0 } }, ''],
      ['numbers against booleans', { active: { gte: 0 } }, ''],
      ['text against an array', { tags: { gte: '' } }, ''],
      ['an array as text', { tags: '["x"]' }, ''],
      ['a nested member', { 'address.town': 'Ely' }, 'A'],
      ['a nested boolean', { 'address.verified': true }, 'A'],
      ['a nested member of nothing', { 'name.town': 'Ely' }, ''],
      ['what is there', { email: { exists: true } }, 'B'],
      ['what is there though false', { active: { exists: true } }, 'AB'],
      ['what is not there', { 'address.town': { exists: false } }, 'CDE'],
      ['all conditions together', { school: 'S', seat: { gte: 2 }, age: { lt: 9 } }, 'C'],
    ])('by %s', async (_, where, expected) => {
      expect(ids(await people().find({ where, limit: 10 })).sort()).toEqual([...expected]);
      expect(await people().count(where)).toBe(expected.length);
      const first = await people().findOne(where);
      expect(first === undefined ? expected : expected.includes(first._id)).toBe(expected === '' ? '' : true);
    });

    test.each<[string, readonly (readonly [string, 1 | -1])[], string]>([
      ['up', [['name', 1]], 'ABCDE'],
      ['down', [['name', -1]], 'EDCBA'],
      ['ties by id, up with the last', [['age', 1]], 'DABCE'],
      ['ties by id, down with the last', [['age', -1]], 'ECBAD'],
      [
        'two members',
        [
          ['age', -1],
          ['name', 1],
        ],
        'EBCAD',
      ],
      [
        'absent ones first',
        [
          ['seat', 1],
          ['_id', -1],
        ],
        'BADEC',
      ],
      ['nested', [['address.town', -1]], 'ABEDC'],
      ['the id alone', [['_id', -1]], 'EDCBA'],
    ])('sorted: %s', async (_, sort, expected) => {
      expect(ids(await people().find({ sort, limit: 10 })).join('')).toBe(expected);
      const pages = await Promise.all([0, 2, 4, 6].map((skip) => people().find({ sort, skip, limit: 2 })));
      expect(pages.map((page) => ids(page).join(''))).toEqual([
        expected.slice(0, 2),
        expected.slice(2, 4),
        expected.slice(4),
        '',
      ]);
    });

    test('with a limit of none finds none', async () => {
      expect(await people().find({ limit: 0 })).toEqual([]);
    });

    test.each<[string, Filter]>([
      ['a path that is none', { "name') OR 1=1 --": 'x' }],
      ['an operator', { name: { $ne: 'x' } as never }],
      ['nothing at all', { name: undefined as never }],
      ['null', { name: null as never }],
      ['an empty condition', { name: {} }],
    ])('by %s is refused', async (_, where) => {
      await expect(people().find({ where, limit: 1 })).rejects.toBeInstanceOf(StoreError);
    });

    test('takes any text as a value', async () => {
      const email = `'; DROP TABLE people; --"\\\u0000é😀`;
      await insertAll(people(), [{ _id: 'X', name: 'X', email }]);
      expect(await people().findOne({ email })).toMatchObject({ _id: 'X' });
      expect(await people().findOne({ email: { in: [email, 'other'] } })).toMatchObject({ _id: 'X' });
    });

    test('gives a thousand at a time', async () => {
      await insertAll(
        people(),
        Array.from({ length: 1_200 }, (_, n) => ({ _id: `N${n}`, name: 'N' })),
      );
      expect(await people().find({ where: { name: 'N' }, limit: 1_000 })).toHaveLength(1_000);
      expect(await people().getMany(Array.from({ length: 1_000 }, (_, n) => `N${n}`))).toHaveLength(1_000);
    });
  });
}
