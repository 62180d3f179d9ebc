import type { RegisterRow } from './columns.ts';
import type { ImportSource, NamedAuthority } from './import-source.ts';
import { type MemberRule, type OrganisationColumns, readOptional, readOrganisation } from './member-rules.ts';
import { age, calendarDay, codeOf, oneOf, registerNumber, textOf, wholeNumber } from './register-values.ts';

const CREATED_IN_ERROR = 9;
/** Open, closed, open but proposed to close, proposed to open, created in error. */
const statuses = new Map([1, 2, 3, 4, CREATED_IN_ERROR].map((status) => [String(status), status]));

const members: readonly MemberRule[] = [
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
  // The group of the type, as the providers of other registers have it.
  { member: 'providerTypeName', column: 'EstablishmentTypeGroup (name)', read: textOf(255) },
  { member: 'GIASStatusName', column: 'EstablishmentStatus (name)', read: textOf(255) },
];

const columns: OrganisationColumns = {
  key: { column: 'URN', read: registerNumber },
  name: { column: 'EstablishmentName', read: textOf(255) },
  status: { column: 'EstablishmentStatus (code)', read: oneOf(statuses) },
  members,
  address: ['Street', 'Locality', 'Address3', 'Town', 'County (name)', 'Postcode'],
};
const AUTHORITY_CODE = { column: 'LA (code)', read: codeOf(3) };
const AUTHORITY_NAME = { column: 'LA (name)', read: textOf(255) };

function readAuthority(row: RegisterRow): { authority?: NamedAuthority | undefined } {
  if (!row.has(AUTHORITY_CODE.column)) return {};
  if (row.text(AUTHORITY_CODE.column) === undefined) return { authority: undefined };
  const code = readOptional(row, AUTHORITY_CODE);
  const name = readOptional(row, AUTHORITY_NAME);
  return code === undefined ? {} : { authority: { code, name } };
}

/** The register of schools in England and Wales: `edubasealldata`, a row for each establishment. */
export const giasEstablishments: ImportSource = {
  name: 'gias-establishments',
  keyColumns: [columns.key.column, columns.name.column, columns.status.column],
  identifier: 'urn',
  categories: ['001'],
  givesLegacyIds: true,
  namesAuthorities: true,
  holdsOthers: false,
  read(row) {
    const organisation = readOrganisation(row, columns);
    const authority = readAuthority(row);
    if (organisation === undefined || row.faults.length > 0) return 'faulty';
    const { key, changes } = organisation;
    return {
      key,
      changes: { ...changes, urn: key, category: '001' },
      ...authority,
      mayBeAdded: changes.status !== CREATED_IN_ERROR,
    };
  },
};
