import type { Organisations } from './organisations.store.ts';
import type { Users } from './users.store.ts';

/** The projections of directory's entities. */
export interface DirectoryProjections {
  users: Users;
  organisations: Organisations;
}
