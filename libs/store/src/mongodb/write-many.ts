import type { mongo } from 'mongoose';
import type { WriteResult } from '../port.ts';
import type { PreparedWrite } from './document-writer.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';
import type { StoredDocument } from './stored-document.ts';

/**
 * Sends writes; the answers are in their order. Inserts are sent together, because the answer to their bulk says which were
 * refused; for updates it would only say how many matched. Writes of one document are sent one after the other.
 */
export function writeMany(model: StoredModel, writes: readonly PreparedWrite[]): Promise<WriteResult>[] {
  const perId = Map.groupBy(writes, ({ id }) => id);
  const together = writes.filter(({ id, insert }) => insert !== undefined && perId.get(id)?.length === 1);
  const bulk = insertTogether(
    model,
    together.flatMap(({ insert }) => insert ?? []),
  );
  const before = new Map<string, Promise<unknown>>();
  return writes.map((write) => {
    const index = together.indexOf(write);
    if (index !== -1) {
      return bulk.then(({ refusals }) => {
        if (!refusals.has(index)) return { status: 'written' };
        return write.refused(refusals.get(index));
      });
    }
    const earlier = before.get(write.id) ?? Promise.resolve();
    const sent = earlier.then(() => write.send());
    before.set(
      write.id,
      sent.catch(() => {}),
    );
    return sent;
  });
}

/** Inserts documents in one call. Resolves with the errors of those that were refused, by index. */
async function insertTogether(
  model: StoredModel,
  documents: StoredDocument[],
): Promise<{ refusals: ReadonlyMap<number, unknown> }> {
  if (documents.length === 0) return { refusals: new Map() };
  try {
    await model.insertMany(documents, { ordered: false, lean: true });
    return { refusals: new Map() };
  } catch (error) {
    const refusals = refusalsOf(error);
    if (refusals === undefined) throw error;
    return { refusals };
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
  const written = (count: number) =>
    Array.from({ length: count }, (): WriteResult => ({ status: 'written' }));
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
