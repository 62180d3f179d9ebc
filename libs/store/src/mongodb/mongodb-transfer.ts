import type { mongo } from 'mongoose';
import { checkWhole } from '../check-write.ts';
import type { CollectionDeclaration, Document, Transfer, WholeDocument } from '../port.ts';
import { StoreError } from '../port.ts';
import { type Calls, LONG_CALL_LIMIT_MS } from './calls.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';
import { refusingIndex } from './mongodb-error.ts';
import {
  checkNames,
  checkSize,
  fromPending,
  fromStored,
  type StoredDocument,
  toPending,
  toStored,
} from './stored-document.ts';

/** Reads and writes whole documents of a collection. */
export function createMongodbTransfer<D extends Document>(
  declaration: CollectionDeclaration<D>,
  model: StoredModel,
  calls: Calls,
): Transfer<D> {
  const { name } = declaration;

  function replacement({ document, pending }: WholeDocument<D>): mongo.AnyBulkWriteOperation<StoredDocument> {
    checkWhole(declaration, document);
    checkNames(name, document);
    const { stored, bytes } = toStored(document);
    const waiting = toPending(pending);
    checkSize(name, bytes + (waiting?.bytes ?? 0));
    const { _id, ...members } = stored;
    return {
      replaceOne: {
        filter: { _id },
        replacement: { ...members, ...(waiting && { _pending: waiting }) },
        upsert: true,
      },
    } as mongo.AnyBulkWriteOperation<StoredDocument>;
  }

  async function send(replacements: mongo.AnyBulkWriteOperation<StoredDocument>[]): Promise<void> {
    try {
      await belowModel(model).bulkWrite(replacements, { ordered: false });
    } catch (error) {
      const index = refusingIndex(error);
      if (index === undefined) throw error;
      throw new StoreError(`${name}: the index ${index} refuses a document`, { retryable: false });
    }
  }

  return {
    name,
    read: (after, limit) =>
      calls.run(
        name,
        async () => {
          // The bound on the id lets the id's index serve the sort.
          const found = model.find({ _id: { $gt: after } }, null, {
            sort: { _id: 1 },
            limit,
            batchSize: limit,
          });
          return (await found.lean<StoredDocument[]>()).map(({ _pending, ...stored }) => ({
            document: fromStored<D>(stored),
            pending: _pending === undefined ? [] : fromPending(_pending),
          }));
        },
        LONG_CALL_LIMIT_MS,
      ),
    async put(documents) {
      if (documents.length === 0) return;
      const replacements = documents.map(replacement);
      await calls.run(name, () => send(replacements), LONG_CALL_LIMIT_MS);
    },
  };
}
