import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The collections that requests write, by store; projections follow later. */
const OWNED = {
  directory: ['users', 'organisations', 'announcements'],
  access: ['services', 'grants'],
  invitations: ['invitations', 'registrations'],
  notifier: ['deliveries', 'webhooks', 'listeners'],
};

/** The number of documents of each collection, and the sum of their versions: any write changes it. */
export function whatIsStored(dataDir: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [store, tables] of Object.entries(OWNED)) {
    const database = new DatabaseSync(join(dataDir, `${store}.sqlite`), { readOnly: true });
    try {
      for (const table of tables) {
        found[table] = database
          .prepare(`SELECT count(*) AS documents, total(version) AS versions FROM ${table}`)
          .get();
      }
    } finally {
      database.close();
    }
  }
  return found;
}
