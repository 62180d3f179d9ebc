import type { mongo } from 'mongoose';
import type { WriteResult } from '../port.ts';
import type { PreparedWrite } from './document-writer.ts';
import type { Settled } from './gathered.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';

const WRITTEN: WriteResult = { status: 'written' };

/**
 * Sends writes of different documents in one bulk, with an answer for each. An update that finds another version than it
 * expects fails there, as `PreparedWrite.operation` has it: otherwise the answer would only say how many matched.
 */
export async function writeTogether(
  model: StoredModel,
  writes: readonly PreparedWrite[],
): Promise<Settled<WriteResult>[]> {
  const [first] = writes;
  if (first !== undefined && writes.length === 1) return [{ value: await first.send() }];
  const operations = writes.map(({ operation }) => operation);
  try {
    await belowModel(model).bulkWrite(operations, { ordered: false });
    return writes.map(() => ({ value: WRITTEN }));
  } catch (error) {
    const refusals = refusalsOf(error);
    if (refusals === undefined) throw error;
    return Promise.all(
      writes.map(async (write, index) =>
        refusals.has(index) ? answerOf(write, refusals.get(index)) : { value: WRITTEN },
      ),
    );
  }
}

async function answerOf(write: PreparedWrite, refusal: unknown): Promise<Settled<WriteResult>> {
  try {
    return { value: await write.refused(refusal) };
  } catch (error) {
    return { error };
  }
}

/** Undefined for any failure but refusals: then it is unknown which were written. */
function refusalsOf(error: unknown): ReadonlyMap<number, unknown> | undefined {
  const { writeErrors, result } = error as Partial<mongo.MongoBulkWriteError>;
  if (result === undefined || result.getWriteConcernError() !== undefined) return undefined;
  const each = [writeErrors ?? []].flat();
  return each.length === 0 ? undefined : new Map(each.map((refusal) => [refusal.index, refusal]));
}

/** Sends writes in one ordered bulk, which ends at the first that is refused. Resolves with the answers up to that one. */
export async function writeInOrder(
  model: StoredModel,
  writes: readonly PreparedWrite[],
): Promise<WriteResult[]> {
  const written = (count: number) => Array.from({ length: count }, () => WRITTEN);
  if (writes.length === 0) return [];
  try {
    await belowModel(model).bulkWrite(
      writes.map(({ operation }) => operation),
      { ordered: true },
    );
    return written(writes.length);
  } catch (error) {
    const [first] = refusalsOf(error) ?? [];
    const [index, refusal] = first ?? [];
    const refused = index === undefined ? undefined : writes[index];
    if (index === undefined || refused === undefined) throw error;
    return [...written(index), await refused.refused(refusal)];
  }
}
