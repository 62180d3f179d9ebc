import { isTurnLong, yieldIfLong } from '@gatehouse/sqlite';
import type { MemberChanges } from '../member-changes.ts';
import type { Document } from '../port.ts';
import { MAX_DOCUMENT_BYTES, StoreError } from '../port.ts';

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

/** Refuses a document that with its pending events has grown too large. Throws StoreError, not retryable. */
export function checkSize(collection: string, document: string, pending: string | null): void {
  // A UTF-16 unit is at most three bytes, so almost no document needs counting.
  if ((document.length + (pending?.length ?? 0)) * 3 < MAX_DOCUMENT_BYTES) return;
  const bytes = Buffer.byteLength(document) + Buffer.byteLength(pending ?? '');
  if (bytes < MAX_DOCUMENT_BYTES) return;
  throw new StoreError(`${collection}: a document and its events would be ${bytes} bytes`, {
    retryable: false,
  });
}

/** The documents of rows. Many or large ones are parsed over several turns of the event loop. */
export async function parseDocuments<D extends Document>(
  rows: readonly { document?: unknown }[],
): Promise<D[]> {
  const documents: D[] = [];
  for (const row of rows) {
    documents.push(JSON.parse(String(row.document)) as D);
    if (isTurnLong()) await yieldIfLong();
  }
  return documents;
}
