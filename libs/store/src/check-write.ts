import { isMemberPath } from './declaration.ts';
import type { CollectionDeclaration, Document, Write } from './port.ts';
import { StoreError } from './port.ts';
import { checkDocument, checkMembers } from './schema-faults.ts';

/** Refuses a write that no engine may make. Throws StoreError, not retryable: the fault is the caller's. */
export function checkWrite(
  declaration: CollectionDeclaration<Document>,
  { previous, document, events }: Write<Document>,
): void {
  const refuse = (reason: string) => new StoreError(`${declaration.name}: ${reason}`, { retryable: false });
  if (typeof document._id !== 'string' || document._id === '') throw refuse('a document needs an _id');
  if (!Number.isSafeInteger(document.version)) throw refuse('a version is a whole number');
  if (previous !== undefined) {
    if (previous._id !== document._id) throw refuse('a document keeps its _id');
    if (previous.version >= document.version) throw refuse('a version grows with every write');
  }
  for (const [name, value] of Object.entries(document)) {
    if (value === null) throw refuse(`"${name}" is null; a member is present or absent`);
  }
  // Published events are removed by version, so an event must have its document's version.
  if (events.some((event) => event.version !== document.version)) {
    throw refuse("an event has its document's version");
  }
  checkDocument(declaration, document);
}

/** Refuses writes with events where no relay would publish them. Throws StoreError. */
export function checkNoEvents(collection: string, writes: readonly Write<Document>[]): void {
  if (writes.every(({ events }) => events.length === 0)) return;
  throw new StoreError(`${collection}: these writes have no events`, { retryable: false });
}

/** Refuses a document that no engine could hold. Throws StoreError. */
export function checkWhole(declaration: CollectionDeclaration<Document>, document: Document): void {
  if (document._id === '' || !Number.isSafeInteger(document.version)) {
    throw new StoreError(`${declaration.name}: a document needs an _id and a version`, { retryable: false });
  }
  checkDocument(declaration, document);
}

/** Refuses marks that are not top-level members of an app's own. Throws StoreError. */
export function checkMarks(
  declaration: CollectionDeclaration<Document>,
  members: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(members)) {
    const ours = name === '_id' || name === 'version';
    if (ours || name.includes('.') || !isMemberPath(name) || value === null) {
      throw new StoreError(`${declaration.name}: "${name}" cannot be marked so`, { retryable: false });
    }
  }
  checkMembers(declaration, members);
}
