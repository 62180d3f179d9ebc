import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { quoted } from './names.ts';
import { withPatience } from './patience.ts';

const ROWS_AT_A_TIME = 100;

/** Whether there is such a table. */
const FIND = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`;

/** Empties a table step by step, with a turn for others between two of them, and then takes it away. */
export async function dropTable(connection: Connection, name: string): Promise<void> {
  const { database, prepare, transaction, checkpoint } = connection;
  const table = quoted(name);
  const purge = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} LIMIT ${ROWS_AT_A_TIME})`;

  /** Another process may have dropped it between two steps. */
  function step(): boolean {
    return transaction(() => {
      if (prepare(FIND).get(name) === undefined) return true;
      if (Number(prepare(purge).run().changes) > 0) return false;
      database.exec(`DROP TABLE ${table}`);
      return true;
    });
  }

  for (;;) {
    if (await withPatience('drop', checkpoint)) await nextTurn();
    if (await withPatience('drop', step)) return;
    await nextTurn();
  }
}
