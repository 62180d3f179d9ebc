import type { ProcessLock } from '@gatehouse/sqlite';
import type { Lease } from '../port.ts';
import { retried } from './sqlite-error.ts';
import { LEASES } from './tables.ts';
import type { Writing } from './writing.ts';

const ACQUIRE = `INSERT INTO ${LEASES} (name, holder, until, process) VALUES ($name, $holder, $until, $process)
  ON CONFLICT (name) DO UPDATE SET holder = $holder, until = $until, process = $process
  WHERE holder = $holder OR until <= $now OR process = $dead`;
const READ = `SELECT process FROM ${LEASES} WHERE name = ?`;
const RELEASE = `DELETE FROM ${LEASES} WHERE name = ? AND holder = ?`;

/** What a lease is kept with. */
export interface LeaseParts {
  writing: Writing;
  lock: ProcessLock;
  now: () => number;
}

/**
 * A lease as a row that one statement compares and sets. All processes on the file share the machine's clock. What a
 * process held that certainly runs no more is free at once: a restart after a crash need not wait.
 */
export function createSqliteLease({ writing, lock, now }: LeaseParts, name: string): Lease {
  const { connection, beside } = writing;
  return {
    async acquire(holder, ttlMs) {
      await beside.quiet();
      return retried('lease', () => {
        const at = now();
        const held = String(connection.prepare(READ).get(name)?.process ?? '');
        const { changes } = connection.prepare(ACQUIRE).run({
          $name: name,
          $holder: holder,
          $until: at + ttlMs,
          $now: at,
          $process: lock.id,
          $dead: lock.isGone(held) ? held : '',
        });
        return changes === 1;
      });
    },
    async release(holder) {
      await beside.quiet();
      await retried('lease', () => connection.prepare(RELEASE).run(name, holder));
    },
  };
}
