import { change, defineCollection, documentSchema, type Store } from '@gatehouse/store';

/** Counters, by name, that give out each number once: `next` is the next free number. */
export const sequencesCollection = defineCollection(
  'sequences',
  documentSchema({ next: { type: Number, required: true, min: 0 } }),
);

/** Allocates `count` numbers that nobody else gets. */
export type AllocateNumbers = (count: number) => Promise<number[]>;

const FIRST = 1_000_000;
const BLOCK = 500;

/**
 * The sequence of legacy ids. Numbers are allocated in blocks before any is used. The rest of a block stays a gap when the
 * process ends.
 */
export function openLegacyIds(store: Store, now: () => number): AllocateNumbers {
  const collection = store.collection(sequencesCollection);
  let spare: number[] = [];

  async function allocate(count: number): Promise<number[]> {
    const allocated = await change(collection, now, 'legacyId', (current) => {
      const first = current?.next ?? FIRST;
      return { document: { _id: 'legacyId', next: first + count }, result: first };
    });
    return Array.from({ length: count }, (_, index) => allocated.result + index);
  }

  return async (count) => {
    if (spare.length < count) {
      const allocated = await allocate(Math.max(count, BLOCK));
      spare = [...spare, ...allocated];
    }
    return spare.splice(0, count);
  };
}

/** Moves the counter past a number that is known to be taken. */
export async function skipLegacyIds(store: Store, now: () => number, taken: number): Promise<void> {
  await change(store.collection(sequencesCollection), now, 'legacyId', (current) =>
    taken < (current?.next ?? FIRST)
      ? { result: undefined }
      : { document: { _id: 'legacyId', next: taken + 1 }, result: undefined },
  );
}
