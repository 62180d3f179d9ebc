import type { RegisterRow } from './columns.ts';
import { GROUP_TYPE, trustCategory } from './gias-groups.ts';
import { readRequired } from './member-rules.ts';
import { registerNumber } from './register-values.ts';

/** A link between an establishment and a group. A number that cannot be read is undefined. */
export interface LinkRow {
  urn: string | undefined;
  uid: string | undefined;
  faults: readonly string[];
  /** Whether the group is a trust by its type; undefined where the file has no types. */
  isTrust: boolean | undefined;
}

const URN = { column: 'URN', read: registerNumber };
const UID = { column: 'Group UID', read: registerNumber };

/** The register of which establishment is in which group: `alllinksdata`, a row for each link. */
export const giasLinks = { name: 'gias-links', keyColumns: [URN.column, UID.column] };

/** Reads a row of the register of links. */
export function readLink(row: RegisterRow): LinkRow {
  const urn = readRequired(row, URN);
  const uid = readRequired(row, UID);
  const isTrust = row.has(GROUP_TYPE) ? trustCategory(row.text(GROUP_TYPE)) !== undefined : undefined;
  return { urn, uid, faults: row.faults, isTrust };
}
