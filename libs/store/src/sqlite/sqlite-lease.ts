import type { ProcessLock } from '@gatehouse/process-lock';
import type { Lease } from '../port.ts';
import { withPatience } from './patience.ts';
import { LEASES } from './tables.ts';
import type { Writing } from './writing.ts';

const SET = 'holder = $holder, until = $until, process = $process';
/** Host and pid are what earlier releases look at, which may run on the same file: an empty host is none of theirs. */
const ACQUIRE = `INSERT INTO ${LEASES} (name, holder, until, host, pid, process)
  VALUES ($name, $holder, $until, '', 0, $process)
  ON CONFLICT (name) DO UPDATE SET ${SET}, host = '', pid = 0
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
      return withPatience('lease', () => {
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
      await withPatience('lease', () => connection.prepare(RELEASE).run(name, holder));
    },
  };
}
