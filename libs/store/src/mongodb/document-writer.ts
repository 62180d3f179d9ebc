import type { mongo } from 'mongoose';
import { checkMarks, checkWrite } from '../check-write.ts';
import { markChanges, memberChanges } from '../member-changes.ts';
import type { CollectionDeclaration, Document, Write, WriteResult } from '../port.ts';
import { MAX_DOCUMENT_BYTES } from '../port.ts';
import { CALL_LIMIT_MS, type Calls } from './calls.ts';
import { gathered } from './gathered.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';
import { isForbiddenInsert, refusingIndex } from './mongodb-error.ts';
import {
  checkNames,
  checkSize,
  type StoredDocument,
  tooLarge,
  toPending,
  toStored,
  updateOf,
} from './stored-document.ts';

const MOST_VERSIONS = 100;

/** A write that can be sent. It has its own copy of what it writes. */
export interface PreparedWrite {
  id: string;
  hasEvents: boolean;
  /** The same as an operation of a bulk, which fails there where the write is refused. */
  operation: mongo.AnyBulkWriteOperation<StoredDocument>;
  send(): Promise<WriteResult>;
  /** Turns the operation's failure into an answer. Rejects with the error where it is the server's. */
  refused(error: unknown): Promise<WriteResult>;
}

/** Prepares changes of one collection's documents. Its functions throw StoreError for what may not be stored. */
export interface DocumentWriter {
  prepare(write: Write<Document>): PreparedWrite;
  mark(id: string, members: Readonly<Record<string, unknown>>): () => Promise<void>;
}

/** The writer of a collection. */
export function createDocumentWriter(
  declaration: CollectionDeclaration<Document>,
  model: StoredModel,
  calls: Calls,
): DocumentWriter {
  const { name } = declaration;
  const collection = belowModel(model);
  /** Of the stored document. Refusals of one bulk are looked up together. */
  const versionOf = gathered<string, number | undefined>({
    most: MOST_VERSIONS,
    limitMs: CALL_LIMIT_MS,
    send: async (ids) => {
      const options = { projection: { version: 1 }, batchSize: ids.length };
      const find = () => collection.find({ _id: { $in: [...new Set(ids)] } }, options).toArray();
      const found = await calls.runPart(name, find);
      const versions = new Map(found.map(({ _id, version }) => [_id, version]));
      return ids.map((id) => ({ value: versions.get(id) }));
    },
  });

  /** A refusal by a unique index is an answer. Where the id of a new document is taken as well, that takes precedence. */
  async function refused(id: string | undefined, error: unknown): Promise<WriteResult> {
    const index = refusingIndex(error);
    if (index === undefined) throw error;
    if (index === '_id_') return { status: 'conflict' };
    if (id !== undefined && (await versionOf(id)) !== undefined) return { status: 'conflict' };
    return { status: 'duplicate', index };
  }

  function prepareInsert({ document, events }: Write<Document>): PreparedWrite {
    const { stored, bytes } = toStored(document);
    const pending = toPending(events);
    checkSize(name, bytes + (pending?.bytes ?? 0));
    const insert: StoredDocument = { ...stored, ...(pending && { _pending: pending }) };
    const send = async (): Promise<WriteResult> => {
      try {
        await collection.insertOne(insert);
        return { status: 'written' };
      } catch (error) {
        return refused(insert._id, error);
      }
    };
    return {
      id: insert._id,
      hasEvents: pending !== undefined,
      operation: { insertOne: { document: insert } },
      send,
      refused: (error) => refused(insert._id, error),
    };
  }

  function prepareUpdate(previous: Document, { document, events }: Write<Document>): PreparedWrite {
    const { _id: id } = document;
    const expected = previous.version;
    const pending = toPending(events);
    const bytes = Buffer.byteLength(JSON.stringify(document)) + (pending?.bytes ?? 0);
    checkSize(name, bytes);
    const update = {
      ...updateOf(memberChanges(previous, document)),
      ...(pending && {
        $push: { '_pending.events': { $each: pending.events } },
        $min: { '_pending.oldest': pending.oldest },
        $inc: { '_pending.bytes': pending.bytes },
      }),
    } as mongo.UpdateFilter<StoredDocument>;
    // Only the stored document knows how much is pending already.
    const room = { '_pending.bytes': { $not: { $gte: MAX_DOCUMENT_BYTES - bytes } } };
    const filter = { _id: id, version: expected, ...room };
    const unmatched = async (): Promise<WriteResult> => {
      if ((await versionOf(id)) === expected) throw tooLarge(name);
      return { status: 'conflict' };
    };
    const send = async (): Promise<WriteResult> => {
      try {
        const { matchedCount } = await collection.updateOne(filter, update);
        if (matchedCount === 1) return { status: 'written' };
      } catch (error) {
        return refused(undefined, error);
      }
      return unmatched();
    };
    // A bulk continues after an update that matches nothing. As an upsert with a forbidden id this one fails instead.
    const failing = { ...update, $setOnInsert: { _id: '' } } as mongo.UpdateFilter<StoredDocument>;
    return {
      id,
      hasEvents: pending !== undefined,
      operation: { updateOne: { filter, update: failing, upsert: true } },
      send,
      refused: async (error) => (isForbiddenInsert(error) ? unmatched() : refused(undefined, error)),
    };
  }

  return {
    prepare(write) {
      checkWrite(declaration, write);
      checkNames(name, write.document);
      return write.previous === undefined ? prepareInsert(write) : prepareUpdate(write.previous, write);
    },
    mark(id, members) {
      checkMarks(declaration, members);
      checkNames(name, members);
      checkSize(name, Buffer.byteLength(JSON.stringify(members)));
      const update = updateOf(markChanges(members));
      return async () => {
        if (Object.keys(update).length > 0) await collection.updateOne({ _id: id }, update);
      };
    },
  };
}
