export { getAll, inBatches } from './batches.ts';
export { type ChangeResult, change, type Decision, type Draft } from './change.ts';
export { type CollectionDigest, digestCollection } from './collection-digest.ts';
export { type CollectionCopy, copyCollection } from './copy-collection.ts';
export { defineCollection } from './declaration.ts';
export { type OpenStoreOptions, openStore } from './open-store.ts';
export {
  type Collection,
  type CollectionDeclaration,
  type Condition,
  type Document,
  DocumentTooLargeError,
  type Filter,
  InvalidDocumentError,
  type Lease,
  MAX_DOCUMENT_BYTES,
  nextVersion,
  type Outbox,
  type OutboxEntry,
  type OutboxEvent,
  type PendingEvent,
  type Query,
  type Scalar,
  type Store,
  StoreError,
  type Transfer,
  type WholeDocument,
  type Write,
  type WriteResult,
} from './port.ts';
export { type DocumentOf, documentSchema, type Fields, json, optionalJson } from './schema.ts';
