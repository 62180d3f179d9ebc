import type { Columns } from './columns.ts';
import { GROUP_TYPE, trustCategory } from './gias-groups.ts';
import { readRequired } from './member-rules.ts';
import { registerNumber } from './register-values.ts';

/** What a row says: which establishment is in which group. A number that cannot be read is not there. */
export interface LinkRow {
  urn: string | undefined;
  uid: string | undefined;
  faults: string[];
  /** Whether the group is a trust by its type; undefined where the file does not tell types. */
  isTrust: boolean | undefined;
}

const URN = { column: 'URN', read: registerNumber };
const UID = { column: 'Group UID', read: registerNumber };

/** The register of which establishment is in which group: `alllinksdata`, a row for each link. */
export const giasLinks = { name: 'gias-links', keyColumns: [URN.column, UID.column] };

/** Reads a row of the register of links. */
export function readLink(columns: Columns, fields: readonly string[]): LinkRow {
  const faults: string[] = [];
  const urn = readRequired(URN, columns, fields, faults);
  const uid = readRequired(UID, columns, fields, faults);
  const type = columns.text(fields, GROUP_TYPE);
  const isTrust = columns.has(GROUP_TYPE) ? trustCategory(type) !== undefined : undefined;
  return { urn, uid, faults, isTrust };
}
