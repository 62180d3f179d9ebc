import { isDeepStrictEqual } from 'node:util';
import type { Collection, Document, Transfer, WholeDocument } from './port.ts';

const AT_A_TIME = 100;

/** The source and the target of a copy. Nobody else may write to either meanwhile. */
export interface CollectionCopy<D extends Document> {
  from: Transfer<D>;
  to: Transfer<D> & Pick<Collection<D>, 'purge'>;
  /** Called after each batch with the number of documents copied so far. */
  onCopied?: (documents: number) => void;
}

/**
 * Makes `to` equal to `from`: equal documents are left alone, others are replaced, and those that `from` does not have are
 * deleted. A copy that was interrupted continues when it is run again. Resolves with the number of documents.
 */
export async function copyCollection<D extends Document>(copy: CollectionCopy<D>): Promise<number> {
  const { from, to, onCopied } = copy;
  let copied = 0;
  for (let after = ''; ; ) {
    const some = await from.read(after, AT_A_TIME);
    const last = some.at(-1)?.document._id;
    await bringInLine(to, after, last, some);
    copied += some.length;
    onCopied?.(copied);
    if (last === undefined) return copied;
    after = last;
  }
}

/** Makes the documents after `after`, up to `last` (to the end without one), equal to `wanted`. */
async function bringInLine<D extends Document>(
  to: CollectionCopy<D>['to'],
  after: string,
  last: string | undefined,
  wanted: readonly WholeDocument<D>[],
): Promise<void> {
  const there = new Map<string, WholeDocument<D>>();
  const missing = new Map(wanted.map((each) => [each.document._id, each]));
  for (let behind = after; ; ) {
    const found = (await to.read(behind, AT_A_TIME)).filter(({ document }) => isUpTo(document._id, last));
    const extra = found.filter(({ document }) => !missing.has(document._id));
    if (extra.length > 0) await to.purge(extra.map(({ document }) => document._id));
    for (const each of found) if (missing.has(each.document._id)) there.set(each.document._id, each);
    const end = found.at(-1)?.document._id;
    if (end === undefined || found.length < AT_A_TIME) break;
    behind = end;
  }
  await to.put(wanted.filter((each) => !isDeepStrictEqual(there.get(each.document._id), each)));
}

/** In the order of UTF-8 bytes, which is the stores' order. */
function isUpTo(id: string, last: string | undefined): boolean {
  return last === undefined || Buffer.compare(Buffer.from(id), Buffer.from(last)) <= 0;
}
