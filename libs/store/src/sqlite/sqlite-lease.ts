import type { Lease } from '../port.ts';
import type { Connection } from './connection.ts';
import { withPatience } from './patience.ts';
import { LEASES } from './tables.ts';

const ACQUIRE = `INSERT INTO ${LEASES} (name, holder, until) VALUES ($name, $holder, $until)
  ON CONFLICT (name) DO UPDATE SET holder = $holder, until = $until WHERE holder = $holder OR until <= $now`;
const RELEASE = `DELETE FROM ${LEASES} WHERE name = ? AND holder = ?`;

/** A lease as a row that one statement compares and sets. All processes on the file share the machine's clock. */
export function createSqliteLease(connection: Connection, name: string, now: () => number): Lease {
  return {
    async acquire(holder, ttlMs) {
      return withPatience('lease', () => {
        const at = now();
        const { changes } = connection
          .prepare(ACQUIRE)
          .run({ $name: name, $holder: holder, $until: at + ttlMs, $now: at });
        return changes === 1;
      });
    },
    async release(holder) {
      await withPatience('lease', () => connection.prepare(RELEASE).run(name, holder));
    },
  };
}
