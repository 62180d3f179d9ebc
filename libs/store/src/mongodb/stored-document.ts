import type { mongo } from 'mongoose';
import type { MemberChanges } from '../member-changes.ts';
import type { Document, OutboxEvent, PendingEvent } from '../port.ts';
import { DocumentTooLargeError, MAX_DOCUMENT_BYTES, StoreError } from '../port.ts';
import { storedName, withGivenNames, withStoredNames } from './member-names.ts';

/** An unpublished event inside its document. The event itself is stored as JSON text: only the log reads it. */
export interface StoredEvent extends Omit<PendingEvent, 'event'> {
  event: string;
  bytes: number;
}

/** A document's unpublished events: a member that no reader of the collection sees; absent where there are none. */
export interface Pending {
  events: StoredEvent[];
  /** The version of the first. */
  oldest: number;
  bytes: number;
}

export interface StoredDocument {
  _id: string;
  version: number;
  _pending?: Pending;
  [member: string]: unknown;
}

export const WITHOUT_PENDING = { _pending: 0 } as const;

/** A copy of a document as it is stored, and the size of its JSON in bytes. */
export function toStored(document: Document): { stored: StoredDocument; bytes: number } {
  const text = JSON.stringify(document);
  return { stored: withStoredNames(JSON.parse(text)) as StoredDocument, bytes: Buffer.byteLength(text) };
}

export function fromStored<D extends Document>(stored: StoredDocument): D {
  return withGivenNames(stored) as D;
}

/** Events as they are stored in their document; undefined for none. */
export function toPending(events: readonly PendingEvent[]): Pending | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const stored = events.map((each): StoredEvent => {
    const event = JSON.stringify(each.event);
    return { ...each, event, bytes: Buffer.byteLength(event) + Buffer.byteLength(each.topic + each.key) };
  });
  const bytes = stored.reduce((sum, event) => sum + event.bytes, 0);
  return { events: stored, oldest: first.version, bytes };
}

/** Pending events as the log takes them: the stored texts are passed on unchanged. */
export function toOutbox({ events }: Pending): OutboxEvent[] {
  return events.map(({ bytes, event, ...rest }) => ({ ...rest, value: event }));
}

export function fromPending({ events }: Pending): PendingEvent[] {
  return events.map(({ bytes, event, ...rest }) => ({ ...rest, event: JSON.parse(event) }));
}

/** Changes as MongoDB's update operators, with a copy of the values. */
export function updateOf({ set, gone }: MemberChanges): mongo.UpdateFilter<StoredDocument> {
  const members = [...set].map(([name, value]) => [
    storedName(name),
    withStoredNames(JSON.parse(JSON.stringify(value))),
  ]);
  return {
    ...(members.length > 0 && { $set: Object.fromEntries(members) }),
    ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((name) => [storedName(name), ''])) }),
  } as mongo.UpdateFilter<StoredDocument>;
}

/** Refuses a document that is too large with its events. Throws StoreError, not retryable. */
export function checkSize(collection: string, bytes: number): void {
  if (bytes >= MAX_DOCUMENT_BYTES) throw tooLarge(collection);
}

export function tooLarge(collection: string): StoreError {
  return new DocumentTooLargeError(collection, `${MAX_DOCUMENT_BYTES} bytes or more`);
}

/** Refuses a member with the name that the store itself uses. Throws StoreError. */
export function checkNames(collection: string, members: object): void {
  if (Object.hasOwn(members, '_pending')) {
    throw new StoreError(`${collection}: "_pending" is the store's own member`, { retryable: false });
  }
}
