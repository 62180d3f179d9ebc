import type { OrganisationProperties } from '../organisations/organisation.ts';
import type { UniqueIdentifier } from '../organisations/organisations.store.ts';
import type { RegisterRow } from './columns.ts';
import type { ReadOrganisation } from './member-rules.ts';
import type { ExpectedHeader } from './register-rows.ts';

/** A local authority as a row names it. */
export interface NamedAuthority {
  code: string;
  name: string | undefined;
}

/** An organisation as a row describes it. */
export interface OrganisationRow extends ReadOrganisation {
  changes: ReadOrganisation['changes'] & Pick<OrganisationProperties, 'category'>;
  /** Undefined: the row names none. Absent: the file does not say. */
  authority?: NamedAuthority | undefined;
  /** Whether an organisation that is not stored is made. */
  mayBeAdded: boolean;
}

/** A kind of file from a register of organisations. */
export interface ImportSource extends ExpectedHeader {
  identifier: UniqueIdentifier;
  /** Categories that the register covers: organisations of these that it lacks are reported as missing. */
  categories: readonly string[];
  /** New organisations get a legacy id. */
  givesLegacyIds: boolean;
  /** The file names local authorities, which are imported as well. */
  namesAuthorities: boolean;
  /** The file may hold rows that are not imported. */
  holdsOthers: boolean;
  /** Reads a row. `faulty`: the row's `faults` say why. */
  read(row: RegisterRow): OrganisationRow | 'no organisation' | 'faulty';
}
