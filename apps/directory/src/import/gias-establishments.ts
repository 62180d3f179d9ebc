import type { Columns } from './columns.ts';
import type { ImportSource, NamedAuthority } from './import-source.ts';
import { inRegister, type MemberRule, readAddressParts, readMembers, readRequired } from './member-rules.ts';
import { age, calendarDay, codeOf, oneOf, registerNumber, textOf, wholeNumber } from './register-values.ts';

const AUTHORITY_CODE = 'LA (code)';
const AUTHORITY_NAME = 'LA (name)';
const ADDRESS = ['Street', 'Locality', 'Address3', 'Town', 'County (name)', 'Postcode'];

const CREATED_IN_ERROR = 9;
/** Open, closed, open but proposed to close, proposed to open, created in error. */
const statuses = new Map([1, 2, 3, 4, CREATED_IN_ERROR].map((status) => [String(status), status]));

const rules: readonly MemberRule[] = [
  { member: 'type', column: 'TypeOfEstablishment (code)', read: codeOf(2) },
  { member: 'OpenedOn', column: 'OpenDate', read: calendarDay },
  { member: 'closedOn', column: 'CloseDate', read: calendarDay },
  { member: 'ukprn', column: 'UKPRN', read: textOf(25) },
  { member: 'establishmentNumber', column: 'EstablishmentNumber', read: codeOf(4) },
  { member: 'telephone', column: 'TelephoneNum', read: textOf(255) },
  { member: 'statutoryLowAge', column: 'StatutoryLowAge', read: age },
  { member: 'statutoryHighAge', column: 'StatutoryHighAge', read: age },
  { member: 'phaseOfEducation', column: 'PhaseOfEducation (code)', read: wholeNumber },
  { member: 'regionCode', column: 'GOR (code)', read: textOf(25) },
  { member: 'DistrictAdministrativeCode', column: 'DistrictAdministrative (code)', read: textOf(255) },
  { member: 'DistrictAdministrativeName', column: 'DistrictAdministrative (name)', read: textOf(255) },
  { member: 'GIASProviderType', column: 'TypeOfEstablishment (name)', read: textOf(255) },
  // As for the providers of other registers: the group that the type belongs to.
  { member: 'providerTypeName', column: 'EstablishmentTypeGroup (name)', read: textOf(255) },
  { member: 'GIASStatusName', column: 'EstablishmentStatus (name)', read: textOf(255) },
];

const KEY = { column: 'URN', read: registerNumber };
const NAME = { column: 'EstablishmentName', read: textOf(255) };
const STATUS = { column: 'EstablishmentStatus (code)', read: oneOf(statuses) };
const readAuthorityName = textOf(255);
const readAuthorityCode = codeOf(3);

function readAuthority(
  columns: Columns,
  fields: readonly string[],
  faults: string[],
): { authority?: NamedAuthority | undefined } {
  if (!columns.has(AUTHORITY_CODE)) return {};
  const text = columns.text(fields, AUTHORITY_CODE);
  if (text === undefined) return { authority: undefined };
  const code = readAuthorityCode(text, (reason) => void faults.push(`${AUTHORITY_CODE} ${reason}`));
  const named = columns.text(fields, AUTHORITY_NAME);
  const name =
    named === undefined
      ? undefined
      : readAuthorityName(named, (reason) => void faults.push(`${AUTHORITY_NAME} ${reason}`));
  return code === undefined ? {} : { authority: { code, name } };
}

/** The register of schools in England and Wales: `edubasealldata`, a row for each establishment. */
export const giasEstablishments: ImportSource = {
  name: 'gias-establishments',
  keyColumns: [KEY.column, NAME.column, STATUS.column],
  identifier: 'urn',
  categories: ['001'],
  givesLegacyIds: true,
  namesAuthorities: true,
  holdsOthers: false,
  rowReader: (columns) => (fields) => {
    const faults: string[] = [];
    const key = readRequired(KEY, columns, fields, faults);
    const name = readRequired(NAME, columns, fields, faults);
    const status = readRequired(STATUS, columns, fields, faults);
    const members = readMembers(rules, columns, fields, faults);
    const address = readAddressParts(ADDRESS, columns, fields, faults);
    const authority = readAuthority(columns, fields, faults);
    if (key === undefined || name === undefined || status === undefined || faults.length > 0) {
      return { fault: faults.join('; ') };
    }
    return {
      key,
      changes: { ...members, ...address, ...inRegister(status), urn: key, name, status, category: '001' },
      ...authority,
      mayBeAdded: status !== CREATED_IN_ERROR,
    };
  },
};
