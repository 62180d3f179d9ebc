import type { Collection, Document, Write, WriteResult } from '@gatehouse/store';

const MOST = 100;
/** Nobody waits for the record of an attempt, and each commit waits for the disk: so those of a moment go together. */
const WITHIN_MS = 20;

/** Writes that are made in company: `writeMany` for those that come within 20 ms. */
export function gatheredWrites<D extends Document>(
  collection: Pick<Collection<D>, 'writeMany'>,
): (write: Write<D>) => Promise<WriteResult> {
  let waiting: { write: Write<D>; settled: PromiseWithResolvers<WriteResult> }[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const gathered = waiting;
    waiting = [];
    try {
      const results = await collection.writeMany(gathered.map(({ write }) => write));
      gathered.forEach(({ settled }, index) => {
        settled.resolve(results[index] ?? { status: 'conflict' });
      });
    } catch (error) {
      for (const { settled } of gathered) settled.reject(error);
    }
  }

  return (write) => {
    const settled = Promise.withResolvers<WriteResult>();
    waiting.push({ write, settled });
    if (waiting.length >= MOST) void flush();
    else timer ??= setTimeout(() => void flush(), WITHIN_MS);
    return settled.promise;
  };
}
