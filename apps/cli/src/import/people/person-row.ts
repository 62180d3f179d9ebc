import { isBlank, isEmailAddress } from '@gatehouse/contracts';
import { isId } from '../../api/references.ts';
import { Misused } from '../../failures.ts';

/** What a row asks for: a person, perhaps in an organisation, perhaps with a service there. */
export interface PersonRow {
  email: string;
  givenName: string;
  familyName: string;
  /** Named as on the command line. */
  organisation?: string;
  /** 0 end user, 10000 approver; absent where the row does not say. */
  roleId?: 0 | 10000;
  /** Its id or client id. */
  service?: string;
  /** Role codes. */
  roles: readonly string[];
}

export type ReadPerson = (fields: readonly string[]) => PersonRow | { fault: string };

const ORGANISATION_COLUMNS = ['urn', 'uid', 'ukprn', 'upin'] as const;
const COLUMNS = [
  'email',
  'given_name',
  'family_name',
  'organisation_id',
  ...ORGANISATION_COLUMNS.map((kind) => `organisation_${kind}`),
  'role',
  'service',
  'service_roles',
];
const ROLES = new Map<string, 0 | 10000>([
  ['0', 0],
  ['end user', 0],
  ['end-user', 0],
  ['10000', 10000],
  ['approver', 10000],
]);

/** The platform's limits, in characters, for what a column names. */
const LONGEST: Readonly<Record<string, number>> = {
  ...Object.fromEntries(ORGANISATION_COLUMNS.map((kind) => [`organisation_${kind}`, 25])),
  service: 64,
};

type Texts = (column: string) => string;

function organisationOf(text: Texts): string[] {
  const id = text('organisation_id');
  const identifiers = ORGANISATION_COLUMNS.flatMap((kind) => {
    const identifier = text(`organisation_${kind}`);
    return identifier === '' ? [] : [`${kind}:${identifier}`];
  });
  return id === '' ? identifiers : [id, ...identifiers];
}

function faultsOf(text: Texts, organisations: readonly string[]): string[] {
  const [email, role, service] = [text('email'), text('role').toLowerCase(), text('service')];
  const [id, none] = [text('organisation_id'), organisations.length === 0];
  const faults = [
    [email === '', 'email is missing'],
    [email !== '' && !isEmailAddress(email), 'email is not a valid email address'],
    [organisations.length > 1, 'only one organisation may be named in a row'],
    [id !== '' && !isId(id), 'organisation_id is no id'],
    [organisations.some((name) => /\s/.test(name)), 'the organisation is not an identifier'],
    [role !== '' && !ROLES.has(role), 'role should be 0 (End user) or 10000 (Approver)'],
    [role !== '' && none, 'a role needs an organisation'],
    [service !== '' && none, 'a service needs an organisation'],
    [text('service_roles') !== '' && service === '', 'service_roles need a service'],
  ] as const;
  const tooLong = Object.entries(LONGEST).flatMap(([column, most]) =>
    text(column).length > most ? [`${column} is longer than ${most} characters`] : [],
  );
  return [...faults.flatMap(([is, words]) => (is ? [words] : [])), ...tooLong];
}

/**
 * Makes a reader of the rows under a header. Columns are found by name, ignoring case; other columns are ignored, and blank
 * cells count as absent. Throws Misused without a column `email`, or for a duplicate.
 */
export function personReader(header: readonly string[]): { read: ReadPerson; unused: string[] } {
  const names = header.map((name) => name.trim().toLowerCase());
  const twice = COLUMNS.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice.length > 0) throw new Misused(twice.map((column) => `The column ${column} is there twice`));
  if (!names.includes('email')) {
    const ofRegister = names.includes('urn') || names.includes('group uid');
    const remark = ofRegister ? ["The file looks like a register's of organisations: gatehouse import"] : [];
    throw new Misused([...remark, 'The column email is missing']);
  }

  const read: ReadPerson = (fields) => {
    if (fields.length !== names.length) {
      return { fault: `has ${fields.length} values where the header has ${names.length}` };
    }
    const text: Texts = (column) => {
      const text = fields[names.indexOf(column)] ?? '';
      return isBlank(text) ? '' : text.trim();
    };
    const organisations = organisationOf(text);
    const faults = faultsOf(text, organisations);
    if (faults.length > 0) return { fault: faults.join('; ') };
    const [organisation] = organisations;
    const roleId = ROLES.get(text('role').toLowerCase());
    const service = text('service');
    return {
      email: text('email'),
      givenName: text('given_name'),
      familyName: text('family_name'),
      ...(organisation !== undefined && { organisation }),
      ...(roleId !== undefined && { roleId }),
      ...(service !== '' && { service }),
      roles: [...new Set(text('service_roles').split(/[\s,;|]+/))].filter((code) => code !== ''),
    };
  };
  return { read, unused: names.filter((name) => name !== '' && !COLUMNS.includes(name)) };
}
