import type { OrganisationChanges } from '../organisations/organisation.ts';
import type { Columns } from './columns.ts';
import { textOf, type ValueReader } from './register-values.ts';

/** How one member comes from one column. */
export interface MemberRule {
  member: keyof OrganisationChanges;
  column: string;
  /** Where the value is if that column is empty. */
  otherwise?: string;
  read: ValueReader<string | number>;
}

const ADDRESS_MAX = 1_000;
const readAddress = textOf(ADDRESS_MAX);

/** What of these members the row knows; a column that the file lacks says nothing of its member. */
export function readMembers(
  rules: readonly MemberRule[],
  columns: Columns,
  fields: readonly string[],
  faults: string[],
): OrganisationChanges {
  const changes: Record<string, string | number | undefined> = {};
  for (const { member, column, otherwise = column, read } of rules) {
    if (!columns.has(column) && !columns.has(otherwise)) continue;
    const first = columns.text(fields, column);
    const [source, text] =
      first === undefined ? [otherwise, columns.text(fields, otherwise)] : [column, first];
    changes[member] =
      text === undefined ? undefined : read(text, (reason) => void faults.push(`${source} ${reason}`));
  }
  return changes as OrganisationChanges;
}

/** What a row says by being in this register: whose it is, and the register's own number for its status. */
export function inRegister(status: number): Pick<OrganisationChanges, 'SourceSystem' | 'GIASStatus'> {
  return { SourceSystem: 'GIAS', GIASStatus: status };
}

/** A value without which the row says nothing. */
export function readRequired<T>(
  { column, read }: { column: string; read: ValueReader<T> },
  columns: Columns,
  fields: readonly string[],
  faults: string[],
): T | undefined {
  const text = columns.text(fields, column);
  if (text !== undefined) return read(text, (reason) => void faults.push(`${column} ${reason}`));
  faults.push(`${column} is missing`);
  return undefined;
}

/** An address from its parts: those that are known, joined by commas. */
export function readAddressParts(
  parts: readonly string[],
  columns: Columns,
  fields: readonly string[],
  faults: string[],
): Pick<OrganisationChanges, 'address'> {
  if (!parts.some((part) => columns.has(part))) return {};
  const known = parts.map((part) => columns.text(fields, part)).filter((text) => text !== undefined);
  if (known.length === 0) return { address: undefined };
  const address = readAddress(known.join(', '), (reason) => void faults.push(`the address ${reason}`));
  return { address };
}
