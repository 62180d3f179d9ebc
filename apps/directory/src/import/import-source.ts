import type { OrganisationChanges, OrganisationFacts } from '../organisations/organisation.ts';
import type { UniqueIdentifier } from '../organisations/organisations.store.ts';
import type { Columns } from './columns.ts';

/** A local authority as a row names it. */
export interface NamedAuthority {
  code: string;
  name: string | undefined;
}

/** What a row says of an organisation. */
export interface OrganisationRow {
  /** The identifier that the register knows it by. */
  key: string;
  changes: OrganisationChanges & Pick<OrganisationFacts, 'name' | 'category' | 'status'>;
  /** Undefined: the row names none. Absent: the file does not say. */
  authority?: NamedAuthority | undefined;
  /** Whether it is made where it is not there. */
  mayBeAdded: boolean;
}

/** A row as read: an organisation, something that is none here, or faulty and why. */
export type ReadRow = OrganisationRow | 'none here' | { fault: string };

/** A register's file: what makes its rows into organisations. */
export interface ImportSource {
  name: string;
  /** Columns without which no row can be read. */
  keyColumns: readonly string[];
  /** Columns of which one is enough to tell that the file is of another kind. */
  foreignColumns?: readonly string[];
  identifier: UniqueIdentifier;
  /** Categories of the organisations that the register holds: what it lacks of them is reported as missing. */
  categories: readonly string[];
  /** Organisations are given a legacy id when they are made. */
  givesLegacyIds: boolean;
  /** The file names local authorities, which are kept beside its own organisations. */
  namesAuthorities: boolean;
  /** The file may hold rows that are no organisations here. */
  holdsOthers: boolean;
  /** How this file's rows are read. */
  rowReader(columns: Columns): (fields: readonly string[]) => ReadRow;
}
