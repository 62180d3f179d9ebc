import { createHash } from 'node:crypto';
import type { Document, Transfer } from './port.ts';

const AT_A_TIME = 100;

/** A fingerprint of a collection. Two stores with the same documents and pending events have the same digest. */
export interface CollectionDigest {
  documents: number;
  /** SHA-256 over the documents in the order of their ids, in hexadecimal. */
  digest: string;
}

/** Reads a whole collection. The order of members does not matter: engines need not preserve it. */
export async function digestCollection<D extends Document>(transfer: Transfer<D>): Promise<CollectionDigest> {
  const hash = createHash('sha256');
  let documents = 0;
  for (let after = ''; ; ) {
    const some = await transfer.read(after, AT_A_TIME);
    for (const each of some) hash.update(`${JSON.stringify(inOrder(each))}\n`);
    documents += some.length;
    const last = some.at(-1);
    if (last === undefined) return { documents, digest: hash.digest('hex') };
    after = last.document._id;
  }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, inOrder(each)] as const);
  return members.sort(([one], [other]) => (one < other ? -1 : 1));
}
