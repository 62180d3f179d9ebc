import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckpointBeside } from './checkpoint-beside.ts';
import { CHECKPOINT_PAGES, type Connection } from './connection.ts';

/** When the WAL of one file is copied into it, whichever connection writes. */
export interface Checkpoints {
  /**
   * What has to come before a connection's next transaction; undefined where nothing has. It never rejects: that a
   * checkpoint fails is no write's failure, they meet what is wrong themselves. `isMuch`: more will be written right behind.
   */
  before(connection: Connection, isMuch: boolean): Promise<void> | undefined;
  /** Whether so much is written that a thread makes them. */
  areMany(): boolean;
  close(): Promise<void>;
}

/** What is left when a checkpoint beside is worth it: it holds up nobody, and copies once what was written often. */
const MUCH_LEFT_PAGES = 8 * CHECKPOINT_PAGES;
/**
 * The WAL begins anew only at a write that finds all of it in the file. Once it is this long, writers wait for that.
 * Well below what has SQLite itself make a checkpoint within a commit.
 */
const LONG_WAL_PAGES = 20 * CHECKPOINT_PAGES;

/** A few pages are copied here, in a turn of their own; once much is written, a thread does it. */
export function createCheckpoints(beside: CheckpointBeside): Checkpoints {
  let finishing: Promise<void> | undefined;
  let waitAt = LONG_WAL_PAGES;

  function besideOf({ wal }: Connection): Promise<void> | undefined {
    const { pages, left } = wal();
    if (pages < LONG_WAL_PAGES) waitAt = LONG_WAL_PAGES;
    if (pages >= waitAt && left > 0) {
      // Another process may keep it from coming to its end: then not again at once.
      waitAt = pages + CHECKPOINT_PAGES;
      finishing = finish(wal);
    } else if (left >= (beside.isStarted() ? MUCH_LEFT_PAGES : CHECKPOINT_PAGES)) void beside.run();
    return finishing;
  }

  /** The one under way may have begun before the last write. */
  async function finish(wal: Connection['wal']): Promise<void> {
    try {
      await beside.run();
      if (wal().left > 0) await beside.run();
    } catch {
      // As `before` has it.
    } finally {
      finishing = undefined;
    }
  }

  return {
    before(connection, isMuch) {
      if (finishing !== undefined) return finishing;
      try {
        if (isMuch || beside.isStarted()) return besideOf(connection);
        return connection.checkpoint() ? nextTurn() : undefined;
      } catch {
        return undefined;
      }
    },
    areMany: beside.isStarted,
    close: () => beside.close(),
  };
}
