import { DatabaseSync } from 'node:sqlite';

/** A grant as it stands: `roles` is absent where it was taken away. */
export interface NotedGrant {
  id: string;
  version: number;
  userId: string;
  serviceId: string;
  organisationId: string;
  roles?: readonly string[];
}

/** A change that can be told: everybody's name is known. */
export interface Change {
  id: string;
  version: number;
  person: string;
  service: string;
  organisation: string;
  /** Absent where access was lost. */
  roles?: readonly string[];
}

/** What this program knows, and what it has told. */
export interface Notebook {
  /** Keeps the name of a user, service or organisation; a name that is undefined is forgotten. Older versions change nothing. */
  name(id: string, version: number, name: string | undefined): void;
  /** Older versions change nothing. */
  grant(grant: NotedGrant): void;
  /** Changes that were not told yet and can be. */
  untold(): Change[];
  told(change: Change): void;
  close(): void;
}

/** Opens the notebook in a file, made where it is missing. */
export function openNotebook(file: string): Notebook {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE IF NOT EXISTS names (id TEXT PRIMARY KEY, version INTEGER NOT NULL, name TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS grants (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0,
      user TEXT NOT NULL, service TEXT NOT NULL, organisation TEXT NOT NULL, roles TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS untold ON grants (id) WHERE told < version;
  `);
  const name = database.prepare(`
    INSERT INTO names (id, version, name) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET version = excluded.version, name = excluded.name WHERE excluded.version > version`);
  const grant = database.prepare(`
    INSERT INTO grants (id, version, user, service, organisation, roles) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET version = excluded.version, roles = excluded.roles WHERE excluded.version > version`);
  const untold = database.prepare(`
    SELECT grants.id, grants.version, roles, coalesce(person.name, 'A removed person') AS person,
      service.name AS service, organisation.name AS organisation
    FROM grants
      JOIN names person ON person.id = grants.user
      JOIN names service ON service.id = grants.service
      JOIN names organisation ON organisation.id = grants.organisation
    WHERE told < grants.version`);
  const told = database.prepare('UPDATE grants SET told = max(told, ?) WHERE id = ?');
  return {
    name: (id, version, text) => void name.run(id, version, text ?? null),
    grant: ({ id, version, userId, serviceId, organisationId, roles }) =>
      void grant.run(
        id,
        version,
        userId,
        serviceId,
        organisationId,
        roles === undefined ? null : JSON.stringify(roles),
      ),
    untold: () =>
      untold.all().map((row) => ({
        id: String(row.id),
        version: Number(row.version),
        person: String(row.person),
        service: String(row.service),
        organisation: String(row.organisation),
        ...(row.roles !== null && { roles: JSON.parse(String(row.roles)) }),
      })),
    told: ({ id, version }) => void told.run(version, id),
    close: () => database.close(),
  };
}
