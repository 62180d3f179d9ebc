import type { Collection, Document, Write, WriteResult } from '@gatehouse/store';

/** Writes that are made in company. */
export interface GatheredWrites<D extends Document> {
  /** With those that come within 20 ms, in one `writeMany`. */
  write(write: Write<D>): Promise<WriteResult>;
  /** Waits for no more company. */
  flush(): void;
}

const MOST = 100;
/** Nobody waits for the record of an attempt, and each commit waits for the disk: so those of a moment go together. */
const WITHIN_MS = 20;

export function gatheredWrites<D extends Document>(
  collection: Pick<Collection<D>, 'writeMany'>,
): GatheredWrites<D> {
  let waiting: { write: Write<D>; settled: PromiseWithResolvers<WriteResult> }[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function writeAll(): Promise<void> {
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

  return {
    write(write) {
      const settled = Promise.withResolvers<WriteResult>();
      waiting.push({ write, settled });
      if (waiting.length >= MOST) void writeAll();
      else timer ??= setTimeout(() => void writeAll(), WITHIN_MS);
      return settled.promise;
    },
    flush() {
      if (waiting.length > 0) void writeAll();
    },
  };
}
