import type { ProcessLock } from '@gatehouse/sqlite';
import type { Lease } from '../port.ts';
import type { Connection } from './connection.ts';
import { retried } from './sqlite-error.ts';
import { LEASES } from './tables.ts';

const ACQUIRE = `INSERT INTO ${LEASES} (name, holder, until, process) VALUES ($name, $holder, $until, $process)
  ON CONFLICT (name) DO UPDATE SET holder = $holder, until = $until, process = $process
  WHERE holder = $holder OR until <= $now OR process = $dead`;
const READ = `SELECT process FROM ${LEASES} WHERE name = ?`;
const RELEASE = `DELETE FROM ${LEASES} WHERE name = ? AND holder = ?`;

/** What a lease is stored with. */
export interface LeaseDependencies {
  connection: Connection;
  lock: ProcessLock;
  now: () => number;
}

/**
 * A lease as a row that one statement compares and sets. All processes on the file share the machine's clock. The lease of
 * a process that has certainly ended is free at once: a restart after a crash need not wait.
 */
export function createSqliteLease({ connection, lock, now }: LeaseDependencies, name: string): Lease {
  const { prepare, relaxedTransaction } = connection;

  function acquire(holder: string, ttlMs: number): boolean {
    const at = now();
    const held = String(prepare(READ).get(name)?.process ?? '');
    const { changes } = prepare(ACQUIRE).run({
      $name: name,
      $holder: holder,
      $until: at + ttlMs,
      $now: at,
      $process: lock.id,
      $dead: lock.isGone(held) ? held : '',
    });
    return changes === 1;
  }

  return {
    acquire: async (holder, ttlMs) =>
      retried('lease', () => relaxedTransaction(() => acquire(holder, ttlMs))),
    async release(holder) {
      await retried('lease', () => relaxedTransaction(() => prepare(RELEASE).run(name, holder)));
    },
  };
}
