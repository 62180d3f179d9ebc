import { change, type Document, defineCollection, Schema, type Store } from '@gatehouse/store';

/** Numbers that are given out once. */
export interface SequenceDocument extends Document {
  /** The next number that nobody has claimed. */
  next: number;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    next: { type: Number, required: true },
  },
  { versionKey: false },
);

/** Sequences, by their names. */
export const sequencesCollection = defineCollection<SequenceDocument>('sequences', schema);

/** Gives `count` numbers that nobody else is given. */
export type ClaimNumbers = (count: number) => Promise<number[]>;

const FIRST = 1_000_000;
const BLOCK = 500;

/**
 * The sequence of legacy ids. Numbers are claimed in blocks before any is used; what is left of a block when the
 * process ends stays a gap.
 */
export function openLegacyIds(store: Store, now: () => number): ClaimNumbers {
  const collection = store.collection(sequencesCollection);
  let spare: number[] = [];

  async function claim(count: number): Promise<number[]> {
    const claimed = await change(collection, now, 'legacyId', (current) => {
      const first = current?.next ?? FIRST;
      return { document: { _id: 'legacyId', next: first + count }, result: first };
    });
    return Array.from({ length: count }, (_, place) => claimed.result + place);
  }

  return async (count) => {
    if (spare.length < count) {
      const claimed = await claim(Math.max(count, BLOCK));
      spare = [...spare, ...claimed];
    }
    return spare.splice(0, count);
  };
}

/** Gives no number again up to one that is known to be taken. */
export async function passLegacyIds(store: Store, now: () => number, taken: number): Promise<void> {
  await change(store.collection(sequencesCollection), now, 'legacyId', (current) =>
    taken < (current?.next ?? FIRST)
      ? { result: undefined }
      : { document: { _id: 'legacyId', next: taken + 1 }, result: undefined },
  );
}
