import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Checkpoints } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { quoted } from './names.ts';
import { retried } from './sqlite-error.ts';

const MOST_PER_COMMIT = 100;
const ROWS_AT_A_TIME = 10;
/** A commit takes no more rows once it has blocked the event loop for this long: the disk comes on top. */
const LONGEST_TURN_MS = 6;

const FIND = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`;

/** Empties a table in steps, yielding between them, and then drops it. */
export async function dropTable(
  connection: Connection,
  checkpoints: Checkpoints,
  name: string,
): Promise<void> {
  const { database, prepare, relaxedTransaction } = connection;
  const table = quoted(name);
  const purge = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} LIMIT ${ROWS_AT_A_TIME})`;

  /** Another process may have dropped it between two steps. */
  function step(): boolean {
    return relaxedTransaction(() => {
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
    if (await retried('drop', step)) return;
    await nextTurn();
  }
}
