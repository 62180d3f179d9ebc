import { randomUUID } from 'node:crypto';
import { type ProcessLock, relaxedly, transaction } from '@gatehouse/sqlite';
import type { Database } from './database.ts';

const TTL_MS = 5_000;
const RENEW_EVERY_MS = TTL_MS / 3;
/** Well within the time that a lease lasts: a commit finds out in any case. */
const LOOK_EVERY_MS = TTL_MS / 10;
/** SQLite's own clock: the same for every process on the file. */
const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Position of one consumer in one topic. */
export interface Progress {
  /** The offset after which to go on; undefined while another consumer of the group has the topic. */
  next(): number | undefined;
  /** False when another consumer has the topic now. */
  commit(offset: number): boolean;
  /** The last offset handled, by this consumer or its group. */
  position(): number;
  end(): void;
}

/** A replica reads from the start and keeps its position in memory. */
export function replicaProgress(): Progress {
  let position = 0;
  return {
    next: () => position,
    commit(offset) {
      position = offset;
      return true;
    },
    position: () => position,
    end() {},
  };
}

/** One consumer of a group at a time has a topic. It loses the lease when its process ends or does not renew it in time. */
export interface TopicLeases {
  /** Progress of a consumer of the group: it goes on from the group's position while it has the topic. */
  progressOf(group: string, topic: string): Progress;
  /** Stores the first position of a group that has none. */
  begin(group: string, topic: string, offset: number): void;
  close(): void;
}

export function openTopicLeases(
  { connection }: Database,
  lock: ProcessLock,
  onError: (error: unknown) => void,
): TopicLeases {
  const find = connection.prepare(
    `SELECT holder, instance, expires_at <= ${NOW_MS} AS expired FROM leases WHERE grp = ? AND topic = ?`,
  );
  const put = connection.prepare(
    `INSERT OR REPLACE INTO leases (grp, topic, holder, instance, expires_at)
     VALUES (?, ?, ?, ?, ${NOW_MS} + ${TTL_MS})`,
  );
  const renew = connection.prepare(`UPDATE leases SET expires_at = ${NOW_MS} + ${TTL_MS} WHERE instance = ?`);
  const remove = connection.prepare('DELETE FROM leases WHERE grp = ? AND topic = ? AND holder = ?');
  const read = connection.prepare('SELECT offset FROM positions WHERE grp = ? AND topic = ?');
  const store = connection.prepare(
    `INSERT INTO positions (grp, topic, offset)
     SELECT grp, topic, ? FROM leases WHERE grp = ? AND topic = ? AND holder = ?
     ON CONFLICT DO UPDATE SET offset = excluded.offset`,
  );

  const begin = connection.prepare('INSERT OR IGNORE INTO positions (grp, topic, offset) VALUES (?, ?, ?)');

  const renewal = setInterval(() => {
    try {
      relaxedly(connection, () => renew.run(lock.id));
    } catch (error) {
      onError(error);
    }
  }, RENEW_EVERY_MS);

  function stateOf(group: string, topic: string, holder: string): 'own' | 'free' | 'taken' {
    const row = find.get(group, topic);
    if (row === undefined) return 'free';
    if (row.holder === holder) return 'own';
    return row.expired === 1 || lock.isGone(String(row.instance)) ? 'free' : 'taken';
  }

  function acquire(group: string, topic: string, holder: string): boolean {
    const before = stateOf(group, topic, holder);
    if (before !== 'free') return before === 'own';
    return relaxedly(connection, () =>
      transaction(connection, () => {
        if (stateOf(group, topic, holder) !== 'free') return false;
        put.run(group, topic, holder, lock.id);
        return true;
      }),
    );
  }

  return {
    progressOf(group, topic) {
      const holder = randomUUID();
      const position = () => Number(read.get(group, topic)?.offset ?? 0);
      /** Where this holder is, and until when it need not look whether the topic is still its own. */
      let own: { position: number; until: number } | undefined;
      return {
        position,
        next() {
          const at = performance.now();
          if (own === undefined || own.until <= at) {
            own = acquire(group, topic, holder)
              ? { position: position(), until: at + LOOK_EVERY_MS }
              : undefined;
          }
          return own?.position;
        },
        commit(offset) {
          const stored = relaxedly(connection, () => store.run(offset, group, topic, holder));
          const isOwn = stored.changes === 1;
          if (!isOwn) own = undefined;
          else if (own !== undefined) own.position = offset;
          return isOwn;
        },
        end() {
          own = undefined;
          relaxedly(connection, () => remove.run(group, topic, holder));
        },
      };
    },
    begin: (group, topic, offset) => void relaxedly(connection, () => begin.run(group, topic, offset)),
    close: () => clearInterval(renewal),
  };
}
