import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { quoted } from './names.ts';
import { retried } from './sqlite-error.ts';
import type { Writing } from './writing.ts';

const MOST_PER_COMMIT = 100;
const ROWS_AT_A_TIME = 10;
/** A commit takes no more rows once it has held the event loop for this long: the disk comes on top. */
const LONGEST_TURN_MS = 6;

/** Between two steps while others write much: nobody waits for what goes. */
const GIVING_WAY_MS = 250;

/** Whether there is such a table. */
const FIND = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`;

/** Empties a table step by step, with a turn for others between two of them, and then takes it away. */
export async function dropTable({ connection, checkpoints, beside }: Writing, name: string): Promise<void> {
  const { database, prepare, transaction } = connection;
  const table = quoted(name);
  const purge = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} LIMIT ${ROWS_AT_A_TIME})`;

  /** Another process may have dropped it between two steps. */
  function step(): boolean {
    return transaction(() => {
      if (prepare(FIND).get(name) === undefined) return true;
      const until = performance.now() + LONGEST_TURN_MS;
      for (let purged = 0; purged < MOST_PER_COMMIT && performance.now() < until; ) {
        const changes = Number(prepare(purge).run().changes);
        if (changes === 0) {
          database.exec(`DROP TABLE ${table}`);
          return true;
        }
        purged += changes;
      }
      return false;
    });
  }

  for (;;) {
    await checkpoints.before(connection, true);
    await beside.quiet();
    if (await retried('drop', step)) return;
    if (beside.isReady()) await pause(GIVING_WAY_MS);
    else await nextTurn();
  }
}
