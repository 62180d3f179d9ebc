/**
 * The document store's port. An app sees collections of JSON documents and one kind of write; which engine
 * stores them is decided by `STORE_URL`. Every adapter passes the contract suite next to this file.
 */
import type { Schema } from 'mongoose';

/** The members that every document has. A member is present or absent, never null. */
export interface Document {
  _id: string;
  /** Grows with every change: max(previous + 1, milliseconds now). Set by the store, never by an app. */
  version: number;
}

/** A mongoose schema of documents that are `D`. */
export interface DocumentSchema<D extends Document = Document> extends Schema {
  /** Never set; carries the document's type. */
  readonly document?: D;
}

/** A collection, declared once for all engines. Indexes come from `schema.index(fields, { name, unique })`; each has a name. */
export interface CollectionDeclaration<D extends Document> {
  name: string;
  schema: DocumentSchema<D>;
  /** Whether writes may have events although the collection is added, and may be dropped. Those declared at opening always may. */
  keepsEvents?: true;
}

/** An event that waits in its document until the relay has published it. */
export interface PendingEvent {
  topic: string;
  /** The entity's id: the log keeps order by it and compacts on it. */
  key: string;
  /** Chooses the partition; the key does where this is absent. */
  partitionKey?: string;
  /** The version of the document that this event describes. */
  version: number;
  /** A CloudEvent, ready to publish. */
  event: Record<string, unknown>;
}

export type Scalar = string | number | boolean;
export type Condition =
  | Scalar
  | { in: readonly Scalar[] }
  | { gt?: Scalar; gte?: Scalar; lt?: Scalar; lte?: Scalar }
  | { exists: boolean };

/**
 * All conditions must hold. A name may be a dotted path into nested objects (not into arrays). A value matches only
 * its own type (true is not 1, '5' is not 5), and a range is of one type; text is in the order of its UTF-8 bytes.
 */
export type Filter = Readonly<Record<string, Condition>>;

export interface Query {
  where?: Filter;
  /** In this order, absent values before all others; an index should serve it. `_id` breaks ties, in the direction of the last. */
  sort?: readonly (readonly [path: string, direction: 1 | -1])[];
  skip?: number;
  limit: number;
}

/** One document's change: insert where `previous` is absent, else an update that must still find `previous.version`. */
export interface Write<D extends Document> {
  previous?: D | undefined;
  /**
   * The whole new state, with its new version. An update sets the top-level members that differ from `previous`
   * and removes those that are gone; it leaves members alone that `previous` did not have.
   */
  document: D;
  events: readonly PendingEvent[];
}

/** `duplicate` names the unique index that refused the document (`_id` for the id itself on an insert: `conflict`). */
export type WriteResult =
  | { status: 'written' }
  | { status: 'conflict' }
  | { status: 'duplicate'; index: string };

export interface Collection<D extends Document> {
  readonly name: string;
  get(id: string): Promise<D | undefined>;
  /** In no order; absent ids are left out. At most 1,000 ids. */
  getMany(ids: readonly string[]): Promise<D[]>;
  find(query: Query): Promise<D[]>;
  findOne(where: Filter): Promise<D | undefined>;
  /** O(n): never on a request's path where n can be large. */
  count(where?: Filter): Promise<number>;
  write(write: Write<D>): Promise<WriteResult>;
  /**
   * Each write has its own answer, in order. They are not one transaction, and may be made in any order. Where one is no valid
   * write, none is made. At most 100.
   */
  writeMany(writes: readonly Write<D>[]): Promise<WriteResult[]>;
  /**
   * Makes one write after the other and stops at the first that is refused, whose answer is the last. At any moment, and after
   * a failure, the writes made so far are the first ones. Several may change one document, each based on the one
   * before. Without events. At most 100.
   */
  writeInOrder(writes: readonly Write<D>[]): Promise<WriteResult[]>;
  /** Sets members or removes them (undefined) without a new version: a projector's marks. No event. */
  mark(id: string, members: Readonly<Record<string, unknown>>): Promise<void>;
  /** Deletes for good. Only for documents whose versions nobody compares (deliveries, idempotency records). */
  purge(ids: readonly string[]): Promise<void>;
}

/** A document as it is stored: with its marks, and with the events that wait in it. */
export interface WholeDocument<D extends Document> {
  document: D;
  /** In the order of their versions. */
  pending: PendingEvent[];
}

/** Copies a collection from one store to another, while nothing else uses either. Not for apps. */
export interface Transfer<D extends Document> {
  readonly name: string;
  /** In the order of their ids, those after `after`; an empty text is before all. At most 1,000. */
  read(after: string, limit: number): Promise<WholeDocument<D>[]>;
  /**
   * Stores documents as they are, whatever their ids had before: no version is compared, and no relay is woken.
   * At most 100. Rejects (not retryable) where a unique index refuses one; others may be written then.
   */
  put(documents: readonly WholeDocument<D>[]): Promise<void>;
}

/** A pending event in the form in which the log takes it. */
export interface OutboxEvent extends Omit<PendingEvent, 'event'> {
  /** The CloudEvent's JSON text. */
  value: string;
}

/** A document's unpublished events, in the order of their versions. */
export interface OutboxEntry {
  collection: string;
  id: string;
  events: OutboxEvent[];
}

/** The relay's side of a store. */
export interface Outbox {
  /** Documents with unpublished events, at most `limit`; of all collections, or of those named. */
  read(limit: number, collections?: ReadonlySet<string>): Promise<OutboxEntry[]>;
  /** Removes the events of each entry, and leaves newer ones. Need not be durable: after a loss they are published again. */
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
  /** Calls the listener with the collection after every write with events by this process. Returns a function that removes it. */
  onWrite(listener: (collection: string) => void): () => void;
}

/** A renewable lease, on the store's clock: it has one holder at a time. */
export interface Lease {
  /** Acquires or renews it for `ttlMs`; false while another holder's lease has not expired. */
  acquire(holder: string, ttlMs: number): Promise<boolean>;
  /** Releases it, if `holder` has it. */
  release(holder: string): Promise<void>;
}

export interface Store {
  /** Which engine this is, for logs and test reports only. */
  readonly engine: string;
  collection<D extends Document>(declaration: CollectionDeclaration<D>): Collection<D>;
  /**
   * Adds a collection while the store is open, with its indexes. Other processes may add the same one at the same time.
   * It may be dropped again, so it has no outbox unless it is declared with one: a write with events is refused.
   */
  add<D extends Document>(declaration: CollectionDeclaration<D>): Promise<Collection<D>>;
  /**
   * Deletes a collection with all its documents, in steps; a missing one is fine. Refused for one declared at opening, and
   * (retryable) while events wait in it. Nobody else may write to it any more.
   */
  drop(name: string): Promise<void>;
  /** The whole collection, marks and events included, for copying it elsewhere. */
  transfer<D extends Document>(declaration: CollectionDeclaration<D>): Transfer<D>;
  readonly outbox: Outbox;
  lease(name: string): Lease;
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A failure of the store. `retryable`: the same call may go through later; the write may or may not have happened. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly retryable: boolean;
  constructor(message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
  }
}

/** A document breaks its collection's schema, so nothing was written. Names members, never their values. */
export class InvalidDocumentError extends StoreError {
  readonly faults: readonly string[];
  constructor(collection: string, faults: readonly string[]) {
    super(`${collection}: ${faults.join('; ')}`, { retryable: false });
    this.faults = faults;
  }
}

/** A document would be too large with its pending events, so nothing was written. Once they are published there is more room. */
export class DocumentTooLargeError extends StoreError {
  constructor(collection: string, bytes: string) {
    super(`${collection}: a document and its events would be ${bytes}`, { retryable: false });
  }
}

/** A document with its pending events must be smaller than this; a larger write is refused (StoreError, not retryable). */
export const MAX_DOCUMENT_BYTES = 256 * 1024;

/** A version is never reused, and grows even after a restore of older data. */
export function nextVersion(previous: number | undefined, nowMs: number): number {
  return previous === undefined ? nowMs : Math.max(previous + 1, nowMs);
}
