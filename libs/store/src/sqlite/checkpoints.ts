import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckpointWorker } from './checkpoint-worker.ts';
import { CHECKPOINT_PAGES, type Connection } from './connection.ts';

/**
 * When the WAL of one file is copied into it (a checkpoint), whichever connection writes. One of three modes holds:
 *
 * - inline: few pages are left to copy. A write copies them itself, in a turn of the event loop of its own.
 * - worker: the worker thread has been started, because many changes were made at once. It copies while writes go on, and
 *   less often: what is written at random is soon written again, and then copied once. When it has been idle it ends: inline.
 * - finishing: the WAL is long. Writes wait until all of it is copied, so that the next one starts the WAL anew: worker.
 */
export interface Checkpoints {
  /**
   * What must come before a connection's next transaction; undefined where nothing must. It never rejects: a failed
   * checkpoint is no write's failure. `isMuch`: many changes are being written.
   */
  before(connection: Connection, isMuch: boolean): Promise<void> | undefined;
  close(): Promise<void>;
}

/** Pages left to copy at which the worker begins a checkpoint. */
const WORKER_PAGES = 8 * CHECKPOINT_PAGES;
/**
 * Pages in the WAL at which writes wait (mode finishing): 80 MB. SQLite starts the WAL anew only when all of it has been copied.
 * Well below the length at which SQLite itself makes a checkpoint within a commit.
 */
const FINISHING_PAGES = 20 * CHECKPOINT_PAGES;

/** The checkpoints of one file, in mode inline. */
export function createCheckpoints(worker: CheckpointWorker): Checkpoints {
  let finishing: Promise<void> | undefined;
  let finishAt = FINISHING_PAGES;

  function withWorker({ wal }: Connection): Promise<void> | undefined {
    const { pages, left } = wal();
    if (pages < FINISHING_PAGES) finishAt = FINISHING_PAGES;
    if (pages >= finishAt && left > 0) {
      // Another process may keep the worker from copying all: then not again at once.
      finishAt = pages + CHECKPOINT_PAGES;
      finishing = finish(wal);
    } else if (left >= (worker.isStarted() ? WORKER_PAGES : CHECKPOINT_PAGES)) void worker.run();
    return finishing;
  }

  async function finish(wal: Connection['wal']): Promise<void> {
    try {
      await worker.run();
      // That one may have begun before the last write.
      if (wal().left > 0) await worker.run();
    } catch {
      // Writers report what is wrong.
    } finally {
      finishing = undefined;
    }
  }

  return {
    before(connection, isMuch) {
      if (finishing !== undefined) return finishing;
      try {
        if (isMuch || worker.isStarted()) return withWorker(connection);
        return connection.checkpoint() ? nextTurn() : undefined;
      } catch {
        return undefined;
      }
    },
    close: () => worker.close(),
  };
}
