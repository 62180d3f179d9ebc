import type { Collection, Document, Write, WriteResult } from '@gatehouse/store';

/** Writes that share a call of the store, and so a commit. */
export interface BatchedWrites<D extends Document> {
  /** In one `writeMany` with all that come soon. */
  write(write: Write<D>): Promise<WriteResult>;
  /** Sends what has come so far. Resolves once that, and what was under way, is written or could not be. */
  flush(): Promise<void>;
}

const MOST = 100;
/** Nobody waits for the record of an attempt, and each commit waits for the disk. */
const WITHIN_MS = 20;

export function batchedWrites<D extends Document>(
  collection: Pick<Collection<D>, 'writeMany'>,
  withinMs = WITHIN_MS,
): BatchedWrites<D> {
  let batch: (PromiseWithResolvers<WriteResult> & { write: Write<D> })[] = [];
  let timer: NodeJS.Timeout | undefined;
  const underWay = new Set<Promise<void>>();

  function sendNow(): void {
    const sending = send().finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  async function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const sent = batch;
    batch = [];
    try {
      const results = await collection.writeMany(sent.map(({ write }) => write));
      for (const [index, { resolve }] of sent.entries()) resolve(results[index] ?? { status: 'conflict' });
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  }

  return {
    write(write) {
      const settled = Promise.withResolvers<WriteResult>();
      batch.push({ write, ...settled });
      if (batch.length >= MOST) sendNow();
      else timer ??= setTimeout(sendNow, withinMs);
      return settled.promise;
    },
    async flush() {
      if (batch.length > 0) sendNow();
      await Promise.all(underWay);
    },
  };
}
