import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import type { Condition, Filter, Scalar } from '../port.ts';
import { type ContractContext, ids, type Person } from './fixture.ts';

const words = fc.constantFrom('', 'a', 'B', 'b', 'é', '[', '{}', '[1]', 'true', '1', '\uffff', '😀');
const numbers = fc.constantFrom(-1.5, 0, 1, 2, 0.1, 1_700_000_000_000);
const scalar: fc.Arbitrary<Scalar> = fc.oneof(words, numbers, fc.boolean());
// A member that the schema does not name may hold anything, and a condition must not take one type for another.
const stored = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.constantFrom<unknown>([], [1], {}, { town: 'a' }),
);
const person = fc.record(
  {
    age: fc.constantFrom(0, 1, 2, 0.1, 1_700_000_000_000),
    active: fc.boolean(),
    label: stored,
    size: stored,
    address: fc.record({ town: stored }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const bounds = (values: fc.Arbitrary<Scalar>) =>
  fc
    .record({ gt: values, gte: values, lt: values, lte: values }, { requiredKeys: [] })
    .filter((range) => Object.keys(range).length > 0);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  scalar,
  fc.record({ in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ exists: fc.boolean() }),
  bounds(words),
  bounds(numbers),
);
const where: fc.Arbitrary<Filter> = fc.dictionary(
  fc.constantFrom('age', 'active', 'label', 'size', 'address.town'),
  condition,
  { maxKeys: 3 },
);

/** Finding is the same as filtering in memory. */
export function queryPropertyContract({ people }: ContractContext): void {
  test('find and count agree with a plain filter, whatever is stored and asked', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { maxLength: 8 }),
        fc.array(where, { maxLength: 5 }),
        async (members, filters) => {
          const school = `round ${round++}`;
          const documents = members.map(
            (each, n) => ({ ...each, _id: `${school}/${n}`, version: 1, name: 'P', school }) as Person,
          );
          await people().writeMany(documents.map((document) => ({ document, events: [] })));
          for (const filter of filters) {
            const expected = documents.filter((document) => matches(document, filter));
            const found = await people().find({
              where: { school, ...filter },
              sort: [['_id', 1]],
              limit: 100,
            });
            expect(ids(found)).toEqual(ids(expected));
            expect(found).toEqual(expected);
            expect(await people().count({ school, ...filter })).toBe(expected.length);
          }
        },
      ),
      propertyRuns(60, 15),
    );
  });
}

function matches(document: Person, filter: Filter): boolean {
  return Object.entries(filter).every(([path, each]) => holds(valueAt(document, path), each));
}

function valueAt(document: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' ? (value as Record<string, unknown> | undefined)?.[name] : undefined;
  }, document);
}

function holds(value: unknown, condition: Condition): boolean {
  if (typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.some((each) => each === value);
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  return Object.entries(condition).every(([operator, bound]) => {
    if (typeof value !== typeof bound) return false;
    const order = compare(value as Scalar, bound as Scalar);
    if (operator === 'gt') return order > 0;
    if (operator === 'gte') return order >= 0;
    return operator === 'lt' ? order < 0 : order <= 0;
  });
}

/** Text is ordered by code points, as its UTF-8 bytes are. */
function compare(left: Scalar, right: Scalar): number {
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
  return Number(left) - Number(right);
}
