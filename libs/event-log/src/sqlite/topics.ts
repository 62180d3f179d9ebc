import { transaction } from '@gatehouse/sqlite';
import { EventLogError, type TopicDeclaration } from '../port.ts';
import type { Database } from './database.ts';
import { retried } from './failure.ts';

/** The topics that the file knows. */
export interface Topics {
  ensure(declarations: readonly TopicDeclaration[]): Promise<void>;
  /** Throws EventLogError for a topic that nobody declared. */
  require(name: string): void;
  /** Milliseconds, by topic, of those that have one. */
  retentions(): Map<string, number>;
}

export function openTopics({ connection }: Database): Topics {
  const find = connection.prepare('SELECT retention_ms FROM topics WHERE name = ?');
  const declare = connection.prepare(
    'INSERT INTO topics (name, retention_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET retention_ms = excluded.retention_ms',
  );
  const retained = connection.prepare('SELECT name, retention_ms FROM topics WHERE retention_ms IS NOT NULL');
  const known = new Set<string>();
  return {
    async ensure(declarations) {
      const differing = declarations.filter(({ name, retentionMs }) => {
        const row = find.get(name);
        return row === undefined || row.retention_ms !== (retentionMs ?? null);
      });
      if (differing.length === 0) return;
      await retried(() =>
        transaction(connection, () => {
          for (const { name, retentionMs } of differing) declare.run(name, retentionMs ?? null);
        }),
      );
    },
    require(name) {
      if (known.has(name)) return;
      if (find.get(name) === undefined) {
        throw new EventLogError(`event log: no topic ${name}`, { retryable: false });
      }
      known.add(name);
    },
    retentions() {
      return new Map(retained.all().map((row) => [String(row.name), Number(row.retention_ms)]));
    },
  };
}
