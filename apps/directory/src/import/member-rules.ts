import type { OrganisationChanges, OrganisationProperties } from '../organisations/organisation.ts';
import type { RegisterRow } from './columns.ts';
import { textOf, type ValueReader } from './register-values.ts';

/** How one member comes from one column. */
export interface MemberRule {
  member: keyof OrganisationChanges;
  column: string;
  /** The column to use where that one is empty. */
  otherwise?: string;
  read: ValueReader<string | number>;
}

/** A column whose value every row must have. */
export interface RequiredColumn<T> {
  column: string;
  read: ValueReader<T>;
}

/** The columns that describe an organisation. */
export interface OrganisationColumns {
  key: RequiredColumn<string>;
  name: RequiredColumn<string>;
  status: RequiredColumn<number>;
  members: readonly MemberRule[];
  /** The parts of the address. */
  address: readonly string[];
}

/** What a row says of an organisation, whatever its register. */
export interface ReadOrganisation {
  /** The identifier that the register knows it by. */
  key: string;
  changes: OrganisationChanges & Pick<OrganisationProperties, 'name' | 'status'>;
}

const ADDRESS_MAX = 1_000;
const readAddress = textOf(ADDRESS_MAX);

function readValue<T>(row: RegisterRow, column: string, text: string, read: ValueReader<T>): T | undefined {
  return read(text, (reason) => void row.faults.push(`${column} ${reason}`));
}

/** The value of a column, if it has one. */
export function readOptional<T>(row: RegisterRow, { column, read }: RequiredColumn<T>): T | undefined {
  const text = row.text(column);
  return text === undefined ? undefined : readValue(row, column, text, read);
}

/** The value of a column that must have one. */
export function readRequired<T>(row: RegisterRow, required: RequiredColumn<T>): T | undefined {
  if (row.text(required.column) === undefined) row.faults.push(`${required.column} is missing`);
  return readOptional(row, required);
}

/** A column that the file lacks says nothing of its member. */
function readMembers(row: RegisterRow, rules: readonly MemberRule[]): OrganisationChanges {
  const changes: Record<string, string | number | undefined> = {};
  for (const { member, column, otherwise = column, read } of rules) {
    if (!row.has(column) && !row.has(otherwise)) continue;
    const source = row.text(column) === undefined ? otherwise : column;
    changes[member] = readOptional(row, { column: source, read });
  }
  return changes as OrganisationChanges;
}

/** The known parts of the address, joined by commas. */
function readAddressParts(row: RegisterRow, parts: readonly string[]): Pick<OrganisationChanges, 'address'> {
  if (!parts.some((part) => row.has(part))) return {};
  const known = parts.map((part) => row.text(part)).filter((text) => text !== undefined);
  if (known.length === 0) return { address: undefined };
  return { address: readValue(row, 'the address', known.join(', '), readAddress) };
}

/** Reads a row; undefined where key, name or status is missing. The row collects its faults. */
export function readOrganisation(
  row: RegisterRow,
  { key: keyColumn, name: nameColumn, status: statusColumn, members, address }: OrganisationColumns,
): ReadOrganisation | undefined {
  const key = readRequired(row, keyColumn);
  const name = readRequired(row, nameColumn);
  const status = readRequired(row, statusColumn);
  const details = { ...readMembers(row, members), ...readAddressParts(row, address) };
  if (key === undefined || name === undefined || status === undefined) return undefined;
  return { key, changes: { ...details, SourceSystem: 'GIAS', GIASStatus: status, name, status } };
}
