import { isTurnLong, yieldIfLong } from '@gatehouse/sqlite';
import { type MemberChanges, memberChanges } from '../member-changes.ts';
import type { Document } from '../port.ts';
import { DocumentTooLargeError, MAX_DOCUMENT_BYTES } from '../port.ts';

/** Changes with their values as JSON text, a copy of what the caller gave. */
export interface TextChanges {
  set: ReadonlyMap<string, string>;
  gone: readonly string[];
}

/** Copies changes as text. */
export function asText({ set, gone }: MemberChanges): TextChanges {
  return { set: new Map([...set].map(([name, value]) => [name, JSON.stringify(value)])), gone };
}

/** A stored document's text with changes made to it; all other members stay as they are stored. */
export function changedText(stored: string, { set, gone }: TextChanges): string {
  const members = new Map(
    Object.entries(JSON.parse(stored)).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  for (const name of gone) members.delete(name);
  for (const [name, text] of set) members.set(name, text);
  return `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

/** What documents were read from, for as long as somebody has them. */
const texts = new WeakMap<object, string>();

/** The document of a stored text. A write over it need not read the text again. */
export function readDocument<D extends Document>(text: string): D {
  const document = JSON.parse(text) as D;
  texts.set(document, text);
  return document;
}

/** How a write of `document` over `previous` changes the stored text. It has its own copy of both. */
export function textOfWrite(previous: Document, document: Document): (stored: string) => string {
  const read = texts.get(previous);
  if (read === undefined) {
    const changes = asText(memberChanges(previous, document));
    return (stored) => changedText(stored, changes);
  }
  const next = JSON.stringify(document);
  return (stored) => {
    if (stored === read) return next;
    // It was marked since.
    return changedText(stored, asText(memberChanges(JSON.parse(read), JSON.parse(next))));
  };
}

/** Refuses a document that with its pending events has grown too large. Throws StoreError, not retryable. */
export function checkSize(collection: string, document: string, pending: string | null): void {
  // A UTF-16 unit is at most three bytes, so almost no document needs counting.
  if ((document.length + (pending?.length ?? 0)) * 3 < MAX_DOCUMENT_BYTES) return;
  const bytes = Buffer.byteLength(document) + Buffer.byteLength(pending ?? '');
  if (bytes < MAX_DOCUMENT_BYTES) return;
  throw new DocumentTooLargeError(collection, `${bytes} bytes`);
}

/** The documents of rows. Many or large ones are parsed over several turns of the event loop. */
export async function parseDocuments<D extends Document>(
  rows: readonly { document?: unknown }[],
  parse: (text: string) => D = JSON.parse,
): Promise<D[]> {
  const documents: D[] = [];
  for (const row of rows) {
    documents.push(parse(String(row.document)));
    if (isTurnLong()) await yieldIfLong();
  }
  return documents;
}
