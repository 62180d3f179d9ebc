import { checkMarks, checkWrite } from '../check-write.ts';
import { markChanges, memberChanges } from '../member-changes.ts';
import type { CollectionDeclaration, Document, Write } from '../port.ts';
import { asText, checkSize, type TextChanges } from './document-text.ts';
import { eventsText } from './events-text.ts';

/**
 * A change of a collection's documents as data, which any thread can make. What it was made from may change afterwards.
 * Events are the text of an array, or null for none.
 */
export type DocumentChange = { collection: string } & (
  | { kind: 'insert'; id: string; version: number; text: string; events: string | null }
  | {
      kind: 'update';
      id: string;
      /** The version that it is upon. */
      expected: number;
      version: number;
      changes: TextChanges;
      events: string | null;
    }
  | { kind: 'mark'; id: string; changes: TextChanges }
  | { kind: 'purge'; ids: readonly string[] }
  /** Events of these versions are in the log. */
  | { kind: 'published'; id: string; versions: readonly number[] }
);

/** Writes that are made in order, up to the first that is refused. */
export interface Sequence {
  kind: 'sequence';
  writes: readonly DocumentChange[];
}

/** A write as data. Throws StoreError for what may not be stored. */
export function changeOfWrite(
  declaration: CollectionDeclaration<Document>,
  write: Write<Document>,
): DocumentChange {
  checkWrite(declaration, write);
  const { name: collection } = declaration;
  const { previous, document, events: added } = write;
  const { _id: id, version } = document;
  const events = eventsText(added);
  if (previous !== undefined) {
    const changes = asText(memberChanges(previous, document));
    return { collection, kind: 'update', id, expected: previous.version, version, changes, events };
  }
  const text = JSON.stringify(document);
  checkSize(collection, text, events);
  return { collection, kind: 'insert', id, version, text, events };
}

/** A mark as data. Throws StoreError for what may not be marked. */
export function changeOfMark(
  declaration: CollectionDeclaration<Document>,
  id: string,
  members: Readonly<Record<string, unknown>>,
): DocumentChange {
  checkMarks(declaration, members);
  return { collection: declaration.name, kind: 'mark', id, changes: asText(markChanges(members)) };
}

/** How much text a change has. */
export function textLength(change: DocumentChange | Sequence): number {
  switch (change.kind) {
    case 'sequence':
      return change.writes.reduce((sum, write) => sum + textLength(write), 0);
    case 'insert':
      return change.text.length + (change.events?.length ?? 0);
    case 'update':
      return lengthOf(change.changes) + (change.events?.length ?? 0);
    case 'mark':
      return lengthOf(change.changes);
    case 'purge':
      return change.ids.reduce((sum, id) => sum + id.length, 0);
    case 'published':
      return change.id.length;
  }
}

function lengthOf({ set }: TextChanges): number {
  return set.values().reduce((sum, text) => sum + text.length, 0);
}
