import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Lease } from '../port.ts';
import { withPatience } from './patience.ts';
import { LEASES } from './tables.ts';
import type { Writing } from './writing.ts';

/** This very process: its pid alone may have been another's before (a container's is always the same). */
const PROCESS = randomUUID();

const SET = 'holder = $holder, until = $until, host = $host, pid = $pid, process = $process';
const ACQUIRE = `INSERT INTO ${LEASES} (name, holder, until, host, pid, process)
  VALUES ($name, $holder, $until, $host, $pid, $process)
  ON CONFLICT (name) DO UPDATE SET ${SET} WHERE holder = $holder OR until <= $now OR process = $dead`;
const READ = `SELECT host, pid, process FROM ${LEASES} WHERE name = ?`;
const RELEASE = `DELETE FROM ${LEASES} WHERE name = ? AND holder = ?`;

/**
 * A lease as a row that one statement compares and sets. All processes on the file share the machine's clock. What a
 * process held that certainly runs no more is free at once: a restart after a crash need not wait.
 */
export function createSqliteLease({ connection, beside }: Writing, name: string, now: () => number): Lease {
  const identity = { $host: hostname(), $pid: process.pid, $process: PROCESS };
  return {
    async acquire(holder, ttlMs) {
      await beside.quiet();
      return withPatience('lease', () => {
        const at = now();
        const held = connection.prepare(READ).get(name);
        const dead = held !== undefined && isGone(held) ? held.process : '';
        const { changes } = connection.prepare(ACQUIRE).run({
          $name: name,
          $holder: holder,
          $until: at + ttlMs,
          $now: at,
          $dead: dead as string,
          ...identity,
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

function isGone({ host, pid, process: instance }: Record<string, unknown>): boolean {
  if (host !== hostname() || instance === PROCESS) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH';
  }
}
